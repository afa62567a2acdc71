import type { TextSpan } from "../problem.ts";

/** What a literal in a document asks for. */
export type SettingKind = "requested-length" | "new-tokens";

/** A literal in a document that sets a length or a position parameter (DESIGN section 2). */
export interface Setting {
  readonly kind: SettingKind;
  /** Key as written: "max_length". */
  readonly key: string;
  /** Tokens. */
  readonly value: number;
  readonly file: string;
  /** The literal itself, not its key. */
  readonly span: TextSpan;
  /** Engine that reads it. */
  readonly engine: string;
}
