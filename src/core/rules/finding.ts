import type { TextSpan } from "../problem.ts";

export type Severity = "error" | "warning" | "information" | "hint";

/** A replacement in the document the finding is in. */
export interface TextEdit {
  readonly span: TextSpan;
  readonly newText: string;
}

export interface Fix {
  /** Imperative, names the new value: "Lower max_length to 128". */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly preferred: boolean;
}

/** A literal elsewhere that explains the finding. */
export interface Related {
  readonly file: string;
  readonly span: TextSpan;
  readonly message: string;
}

/** A verdict at a literal: pure data, turned into a Diagnostic at the border. */
export interface Finding {
  /** "PL101". */
  readonly rule: string;
  /** "beyond-trained-length". */
  readonly name: string;
  readonly severity: Severity;
  /** Engine whose behaviour it describes, where it is about one. */
  readonly engine: string | undefined;
  readonly file: string;
  readonly span: TextSpan;
  readonly message: string;
  readonly fixes: readonly Fix[];
  readonly related: readonly Related[];
}
