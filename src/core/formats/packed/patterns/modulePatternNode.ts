/** A pattern of module names. */
export type ModulePatternNode =
  | { readonly kind: "text"; readonly text: string }
  /** One character of a kind. */
  | { readonly kind: "char"; takes(char: string): boolean }
  /** One character, whichever: names have no line breaks. */
  | { readonly kind: "any" }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  /** Looks ahead and takes nothing; `wanted`: whether the item has to be there. */
  | { readonly kind: "look"; readonly item: ModulePatternNode; readonly wanted: boolean }
  | { readonly kind: "sequence"; readonly items: readonly ModulePatternNode[] }
  | { readonly kind: "choice"; readonly branches: readonly ModulePatternNode[] }
  | {
      readonly kind: "repeat";
      readonly item: ModulePatternNode;
      readonly least: number;
      /** Infinity where there is no bound. */
      readonly most: number;
    };
