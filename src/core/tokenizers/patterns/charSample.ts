import type { PatternNode } from "./patternNode.ts";

/** A set of sample characters, one bit each. */
export type CharSet = bigint;

/**
 * Tells which characters an atom takes by trying it on a sample: all of ASCII, one or more characters of each
 * general category and of common scripts, and every character that the pattern itself names, with its neighbours.
 * Two atoms that share no sample character are taken to be disjoint.
 */
export class CharSample {
  readonly #chars: readonly string[];
  readonly #known = new Map<string, CharSet>();
  readonly #compile: (source: string) => RegExp;

  constructor(pattern: string, compile: (source: string) => RegExp) {
    const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
    const named = Array.from(pattern).flatMap((char) => {
      const code = char.codePointAt(0) ?? 0;
      const isPlain = code < 128 || code >= 0x10ffff;
      return isPlain ? [] : [code - 1, code, code + 1].map((near) => String.fromCodePoint(near));
    });
    this.#chars = [...new Set([...ascii, ...Array.from(ofEachCategory), ...named])];
    this.#compile = compile;
  }

  setOf({ source, ignoreCase }: Extract<PatternNode, { kind: "char" }>): CharSet {
    const key = `${ignoreCase ? "i" : "-"}${source}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const set = this.#try(ignoreCase ? `(?i:${source})` : source);
    this.#known.set(key, set);
    return set;
  }

  #try(source: string): CharSet {
    const expression = this.#compile(source);
    let set = 0n;
    this.#chars.forEach((char, index) => {
      expression.lastIndex = 0;
      if (expression.test(char)) set |= 1n << BigInt(index);
    });
    return set;
  }
}

const ofEachCategory =
  "\u0085\u00a0\u00ad\u00aa\u00b2\u00b7\u00bd\u00c0\u00e0\u00df\u0100\u0101\u01c5\u02b0\u0300\u0301\u0323" +
  "\u0391\u03b1\u0416\u0436\u0488\u05d0\u0628\u0663\u091c\u093e\u0e01\u1100\u2003\u200b\u200d\u2018\u2019" +
  "\u201c\u201d\u2014\u2028\u2029\u203f\u20ac\u2160\u2190\u2211\u2460\u25c6\u3000\u3001\u3002\u3005\u3042" +
  "\u30a2\u4e00\u9fa5\uac00\ue000\ufeff\uff01\uff08\uff10\uff21\uff41\u00ab\u00bb\u00a8\u02c6\u{10400}" +
  "\u{1d7d8}\u{1f642}\u{1f3fd}\u{20000}";
