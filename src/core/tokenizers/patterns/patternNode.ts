/** A regular expression as far as its running time depends on it. */
export type PatternNode =
  /** Takes one character: a literal, an escape, a class, the dot. */
  | { readonly kind: "char"; readonly source: string; readonly ignoreCase: boolean }
  /** Takes nothing and may fail: anchors and boundaries. */
  | { readonly kind: "anchor" }
  | { readonly kind: "sequence"; readonly items: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly branches: readonly PatternNode[] }
  | {
      readonly kind: "repeat";
      readonly item: PatternNode;
      readonly least: number;
      /** Infinity where there is no bound. */
      readonly most: number;
    }
  | { readonly kind: "look"; readonly item: PatternNode };
