/** Ids are indexes into lists here and in the library; the largest published vocabularies have 300 000 entries. */
export const maxTokenId = 2 ** 24 - 1;

/** A prompt is typed; a book of a million characters takes a second. */
export const maxTextLength = 1_000_000;

/** Stages inside stages: published files need two. */
export const maxStageDepth = 16;

/** Stages in all, so that a short file cannot make a text go through thousands of passes. */
export const maxStages = 64;

/** The longest published pattern lists a script's letters in about 1 500 characters. */
export const maxPatternLength = 8_192;

/** Time grows with the square of the text under some patterns: this many characters take about a second. */
export const maxSlowPatternText = 20_000;

/** Padding and truncation: the longest windows have ten million tokens, but a picture has fewer. */
export const maxFixedLength = 1_000_000;

/** Entries of a vocabulary; the largest published ones have 300 000, and each costs some hundred bytes here. */
export const maxVocabularySize = 2_000_000;

/** Vocabularies of 262 144 tokens with their merges take some 35 MB as JSON. */
export const maxTokenizerBytes = 128 * 1024 * 1024;
