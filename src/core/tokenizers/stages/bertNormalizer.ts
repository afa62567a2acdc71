import { AlignedBuilder, type AlignedText, mapChars } from "../alignedText.ts";
import type { FieldReader } from "../fieldReader.ts";
import { lowercase, stripMarks } from "./letterCase.ts";
import type { Normalizer } from "./stage.ts";
import { unicodeForm } from "./unicodeForm.ts";

/** What BERT does to a text; each part can be turned off. */
export function readBertNormalizer(fields: FieldReader): Normalizer {
  const lower = fields.flag("lowercase", "on");
  const parts: Normalizer[] = [];
  if (fields.flag("clean_text", "on")) parts.push(cleanText);
  if (fields.flag("handle_chinese_chars", "on")) parts.push(spaceIdeographs);
  // Absent, it follows the letters' case.
  if (fields.flag("strip_accents", lower ? "on" : "off")) {
    parts.push(unicodeForm("NFD"), stripMarks(/\p{Mn}/u));
  }
  if (lower) parts.push(lowercase);
  return (text) => parts.reduce((changed, part) => part(changed), text);
}

function cleanText(text: AlignedText): AlignedText {
  return mapChars(text, (char) => {
    if (/[\t\n\r]/.test(char)) return " ";
    // Characters that no version of Unicode has assigned stay, as in the reference.
    if (/[\p{Cc}\p{Cf}\p{Co}\u{FFFD}]/u.test(char)) return "";
    return /\p{White_Space}/u.test(char) ? " " : char;
  });
}

function spaceIdeographs(text: AlignedText): AlignedText {
  const builder = new AlignedBuilder(text);
  text.chars.forEach((char, index) => {
    builder.addAll(isIdeograph(char) ? ` ${char} ` : char, index);
  });
  return builder.build();
}

/** BERT's own list of blocks, which is not Unicode's property. */
export function isIdeograph(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return ideographs.some(([first, last]) => code >= first && code <= last);
}

const ideographs: readonly (readonly [number, number])[] = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b73f],
  [0x2b740, 0x2b81f],
  [0x2b920, 0x2ceaf],
  [0xf900, 0xfaff],
  [0x2f800, 0x2fa1f],
];
