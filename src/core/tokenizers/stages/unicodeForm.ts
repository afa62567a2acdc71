import { AlignedBuilder, type AlignedText, sliceText } from "../alignedText.ts";
import type { Normalizer } from "./stage.ts";

/**
 * A normalisation form that keeps places. What a composition swallows leaves no trace: "e" with an accent of its own
 * becomes "é", which stands for the "e"; what a decomposition makes stands for the character that it came from.
 */
export function unicodeForm(form: "NFC" | "NFD" | "NFKC" | "NFKD"): Normalizer {
  return (text) => {
    const builder = new AlignedBuilder(text);
    let from = 0;
    while (from < text.chars.length) {
      const to = endOfCluster(text.chars, from, form);
      addCluster(builder, { text, from, to }, form);
      from = to;
    }
    return builder.build();
  };
}

/** Nothing below joins or passes what stands before it, in any form. */
const firstJoining = 0x300;

/** Longer piles of marks are cut by their category alone, so that time stays with the length of the text. */
const longestTested = 32;

/** First index after `from` where normalising both sides apart gives what normalising the whole gives. */
function endOfCluster(chars: readonly string[], from: number, form: Form): number {
  let cluster = chars[from] ?? "";
  let to = from + 1;
  for (; to < chars.length; to += 1) {
    const next = chars[to] ?? "";
    if ((next.codePointAt(0) ?? 0) < firstJoining) break;
    if (to - from >= longestTested) {
      if (!/\p{M}/u.test(next)) break;
    } else if (
      (cluster + next).normalize(form) ===
      cluster.normalize(form) + next.normalize(form)
    ) {
      break;
    }
    cluster += next;
  }
  return to;
}

type Form = "NFC" | "NFD" | "NFKC" | "NFKD";

interface Cluster {
  readonly text: AlignedText;
  readonly from: number;
  readonly to: number;
}

function addCluster(builder: AlignedBuilder, { text, from, to }: Cluster, form: Form): void {
  const inside = sliceText(text, from, to).chars;
  const outside = Array.from(inside.join("").normalize(form));
  const apart = inside.map((char) => Array.from(char.normalize(form)));
  if (apart.reduce((sum, chars) => sum + chars.length, 0) === outside.length) {
    addDecomposed(builder, { outside, apart, from });
    return;
  }
  // Composed: the first stands for the first, what could not be composed for the last ones.
  const late = to - outside.length;
  outside.forEach((char, index) =>
    builder.add(char, index === 0 ? from : Math.max(from, late + index)),
  );
}

interface Decomposed {
  readonly outside: readonly string[];
  /** What each character becomes by itself. */
  readonly apart: readonly (readonly string[])[];
  readonly from: number;
}

/**
 * Marks change places by their class. As in the reference, a character that began a decomposition takes the next
 * place of the text, and one that followed in it stays at the last place that was taken.
 */
function addDecomposed(builder: AlignedBuilder, { outside, apart, from }: Decomposed): void {
  const left = apart.flatMap((chars) =>
    chars.map((char, index) => ({ char, begins: index === 0 })),
  );
  let next = from;
  for (const char of outside) {
    const found = left.findIndex((one) => one.char === char);
    const begins = found < 0 || left.splice(found, 1)[0]?.begins === true;
    if (begins && next < from + apart.length) next += 1;
    builder.add(char, Math.max(from, next - 1));
  }
}
