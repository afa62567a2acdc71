/** Longest definition that is parsed; modules of encodings have 10 to 60 lines, and a parser takes 5 µs a character. */
export const longestDefinition = 8192;

/** Definitions of one file that are parsed: more would cost more than a pause in typing. */
export const maxDefinitions = 12;

/** Characters of a file that are searched; longer files are data. */
export const maxPythonText = 2_000_000;

/** Nodes of a tree that are read for one definition, calls of its functions included. */
export const maxReadNodes = 20_000;

/** Calls inside calls; also stops a function that calls itself. */
export const maxCallDepth = 8;

/** Operators and brackets inside each other: the tree is walked by recursion. */
export const maxExpressionDepth = 200;

/** Widest encoding whose width is a number in the file: each column is computed to be told what it is. */
export const widestFixed = 1024;

/** Operators and names in one formula; the longest of an encoding has 30. */
export const maxFormulaSize = 1000;

/** Tables and waves of one definition that are looked at. */
export const maxCandidates = 16;
