import { type AlignedText, plainText, prepend, sliceText } from "../alignedText.ts";
import { toByteChars } from "../byteLevel.ts";
import type { FieldReader } from "../fieldReader.ts";
import { maxFixedLength } from "../limits.ts";
import { compilePattern, readPattern } from "../patterns/compilePattern.ts";
import { charMatcher, expressionMatcher } from "../patterns/textMatcher.ts";
import { readMetaspace } from "./metaspace.ts";
import { readBehavior, splitText } from "./splitText.ts";
import { type PreTokenizer, readStages, type StageKind } from "./stage.ts";

/** All pre-tokenisers of a file as one. @throws FormatError */
export function readPreTokenizer(fields: FieldReader | undefined): PreTokenizer {
  const stages = readStages(preTokenizers, fields);
  return (text) =>
    stages.reduce<readonly AlignedText[]>((parts, stage) => parts.flatMap(stage), [text]);
}

const preTokenizers: StageKind<PreTokenizer> = {
  name: "pre-tokenizer",
  members: "pretokenizers",
  readers: new Map([
    ["ByteLevel", readByteLevel],
    ["Metaspace", readMetaspace],
    ["Split", readSplit],
    ["Whitespace", () => (text) => splitText(text, words, "Isolated").filter(hasText)],
    ["WhitespaceSplit", () => (text) => splitText(text, spaces, "Removed")],
    ["Punctuation", readPunctuation],
    ["Digits", readDigits],
    ["BertPreTokenizer", () => splitForBert],
    ["CharDelimiterSplit", readCharDelimiter],
    ["FixedLength", readFixedLength],
  ]),
};

function readByteLevel(fields: FieldReader): PreTokenizer {
  const addPrefixSpace = fields.flag("add_prefix_space", "on");
  const matcher = fields.flag("use_regex", "on") ? compilePattern(gpt2Pattern) : undefined;
  return (text) => {
    const spaced = addPrefixSpace && text.chars[0] !== " " ? prepend(text, " ") : text;
    const parts = matcher === undefined ? [spaced] : splitText(spaced, matcher, "Isolated");
    return parts.map(toByteChars);
  };
}

const gpt2Pattern = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

function readSplit(fields: FieldReader): PreTokenizer {
  const matcher = readPattern(fields, "pattern");
  const behavior = readBehavior(fields);
  const sense = fields.flag("invert", "off") ? "inverted" : "plain";
  return (text) => splitText(text, matcher, behavior, sense);
}

function readPunctuation(fields: FieldReader): PreTokenizer {
  const behavior = readBehavior(fields, "Isolated");
  return (text) => splitText(text, punctuation, behavior);
}

function readDigits(fields: FieldReader): PreTokenizer {
  const behavior = fields.flag("individual_digits", "off") ? "Isolated" : "Contiguous";
  return (text) => splitText(text, digits, behavior);
}

function splitForBert(text: AlignedText): readonly AlignedText[] {
  return splitText(text, spaces, "Removed").flatMap((part) =>
    splitText(part, punctuation, "Isolated"),
  );
}

function readCharDelimiter(fields: FieldReader): PreTokenizer {
  const delimiter = fields.string("delimiter");
  const matcher = charMatcher((char) => char === delimiter);
  return (text) => splitText(text, matcher, "Removed");
}

function readFixedLength(fields: FieldReader): PreTokenizer {
  const length = Math.max(1, fields.count("length", maxFixedLength));
  return (text) =>
    Array.from({ length: Math.ceil(text.chars.length / length) }, (_, index) =>
      sliceText(text, index * length, (index + 1) * length),
    );
}

export const spaces = charMatcher((char) => /\p{White_Space}/u.test(char));
const digits = charMatcher((char) => /\p{N}/u.test(char));
/** Unicode's punctuation and all of ASCII that is neither letter, digit, space nor control. */
const punctuation = charMatcher((char) => /[\p{P}!-/:-@[-`{-~]/u.test(char));
/** Runs of word characters, and runs of what is neither that nor space. */
const words = expressionMatcher(
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu,
  "linear",
);

function hasText(text: AlignedText): boolean {
  return /\P{White_Space}/u.test(plainText(text));
}
