import { AlignedBuilder, type AlignedText, plainText } from "../alignedText.ts";
import { fromBase64 } from "../base64.ts";
import { Charsmap } from "../charsmap.ts";
import type { FieldReader } from "../fieldReader.ts";
import type { Normalizer } from "./stage.ts";

/**
 * SentencePiece's table as Hugging Face's tokenizers run it, which is not how SentencePiece does: cluster by cluster
 * as people see characters, a short cluster by the shortest entry that it begins with, a long one by its characters.
 * Reference: `Precompiled` of huggingface/tokenizers.
 */
export function readPrecompiled(fields: FieldReader): Normalizer {
  const charsmap = new Charsmap(fromBase64(fields.string("precompiled_charsmap")));
  const replaced = (text: string): string | undefined =>
    charsmap.shortest(encoder.encode(text), 0)?.text;
  return (text) => {
    const written = new Written(text);
    let from = 0;
    for (const { segment } of clusters.segment(plainText(text))) {
      const chars = Array.from(segment);
      const whole = encoder.encode(segment).length < longCluster ? replaced(segment) : undefined;
      if (whole !== undefined) written.replace(chars.length, whole);
      else for (const char of chars) written.replace(1, replaced(char) ?? char);
      from += chars.length;
    }
    return from === 0 ? text : written.build();
  };
}

/** Bytes */
const longCluster = 6;

const encoder = new TextEncoder();
const clusters = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Follows the reference in what stands for what: characters in order, those that are too many for the last one before.
 * Where a cluster at the front becomes nothing, all that follows stands as much too early, as it does there.
 */
class Written {
  readonly #source: AlignedText;
  readonly #builder: AlignedBuilder;
  /** The character of the source that the next one written stands for. */
  #at = 0;
  #isEmpty = true;

  constructor(source: AlignedText) {
    this.#source = source;
    this.#builder = new AlignedBuilder(source);
  }

  replace(count: number, text: string): void {
    const chars = Array.from(text);
    chars.forEach((char, index) => {
      const isExtra = index >= count;
      this.#builder.add(char, isExtra ? Math.max(0, this.#at - 1) : this.#clamped());
      if (!isExtra) this.#at += 1;
      this.#isEmpty = false;
    });
    // What is taken away is counted with the character before it.
    if (chars.length < count && !this.#isEmpty) this.#at += count - chars.length;
  }

  build(): AlignedText {
    return this.#builder.build();
  }

  #clamped(): number {
    return Math.min(this.#at, this.#source.chars.length - 1);
  }
}
