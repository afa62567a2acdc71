import { AlignedBuilder, type AlignedText, mapChars, prepend, sliceText } from "../alignedText.ts";
import type { FieldReader } from "../fieldReader.ts";
import { readPattern } from "../patterns/compilePattern.ts";
import type { TextMatcher } from "../patterns/textMatcher.ts";
import { readBertNormalizer } from "./bertNormalizer.ts";
import { toByteChars } from "../byteLevel.ts";
import { readPrecompiled } from "./precompiled.ts";
import { lowercase, stripMarks } from "./letterCase.ts";
import { type Normalizer, readStages, type StageKind } from "./stage.ts";
import { unicodeForm } from "./unicodeForm.ts";

/** All normalisers of a file as one. @throws FormatError */
export function readNormalizer(fields: FieldReader | undefined): Normalizer {
  const stages = readStages(normalizers, fields);
  return (text) => stages.reduce((changed, stage) => stage(changed), text);
}

const normalizers: StageKind<Normalizer> = {
  name: "normalizer",
  members: "normalizers",
  readers: new Map([
    ["NFC", () => unicodeForm("NFC")],
    ["NFD", () => unicodeForm("NFD")],
    ["NFKC", () => unicodeForm("NFKC")],
    ["NFKD", () => unicodeForm("NFKD")],
    ["Lowercase", () => lowercase],
    ["StripAccents", () => stripMarks(/\p{M}/u)],
    ["Strip", readStrip],
    ["Replace", readReplace],
    ["Prepend", readPrepend],
    ["BertNormalizer", readBertNormalizer],
    ["Precompiled", readPrecompiled],
    ["ByteLevel", () => toByteChars],
    ["Nmt", () => cleanForTranslation],
  ]),
};

function readPrepend(fields: FieldReader): Normalizer {
  const front = fields.string("prepend");
  return (text) => prepend(text, front);
}

function readReplace(fields: FieldReader): Normalizer {
  const matcher = readPattern(fields, "pattern");
  const content = fields.string("content");
  return (text) => replaceMatches(text, matcher, content);
}

/** What replaces a match stands for the last character of the match. */
export function replaceMatches(
  text: AlignedText,
  matcher: TextMatcher,
  content: string,
): AlignedText {
  const builder = new AlignedBuilder(text);
  let from = 0;
  const copyTo = (to: number): void => {
    for (; from < to; from += 1) builder.add(text.chars[from] ?? "", from);
  };
  for (const match of matcher(text)) {
    copyTo(match.from);
    builder.addAll(content, Math.max(0, match.to - 1));
    from = match.to;
  }
  copyTo(text.chars.length);
  return builder.build();
}

function readStrip(fields: FieldReader): Normalizer {
  const left = fields.flag("strip_left", "on");
  const right = fields.flag("strip_right", "on");
  return (text) => {
    const isText = (char: string): boolean => !/\p{White_Space}/u.test(char);
    const first = text.chars.findIndex(isText);
    const last = text.chars.findLastIndex(isText);
    const from = left ? (first < 0 ? text.chars.length : first) : 0;
    return sliceText(text, from, Math.max(from, right ? last + 1 : text.chars.length));
  };
}

/** What SentencePiece's rule "nmt" drops, and what it takes for a space. */
function cleanForTranslation(text: AlignedText): AlignedText {
  return mapChars(text, (char) => {
    if (/[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]/.test(char)) return "";
    return /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/.test(char) ? " " : char;
  });
}
