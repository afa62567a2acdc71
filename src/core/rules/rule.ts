import type { Node } from "jsonc-parser";
import type { Setting } from "../documents/setting.ts";
import type { ModelFolder } from "../workspace/modelFolder.ts";
import type { Finding, Severity } from "./finding.ts";

/** The document a rule looks at, with the model it belongs to. */
export interface RuleContext {
  /** As the caller named it; findings carry it back. */
  readonly file: string;
  readonly text: string;
  readonly tree: Node;
  readonly folder: ModelFolder;
  /** Literals of the document that set a length; empty for a config. */
  readonly settings: readonly Setting[];
}

/** One rule = one file, one page under docs/rules, one line in `index.ts`. */
export type Rule = JsonRule | PythonRule;

interface RuleFacts {
  /** "PL101". */
  readonly id: string;
  /** "beyond-trained-length". */
  readonly name: string;
  /** The worst it gives; a finding may be milder. */
  readonly defaultSeverity: Severity;
  /** One sentence for lists. */
  readonly summary: string;
}

/** Looks at a model's config or generation config. */
export interface JsonRule extends RuleFacts {
  readonly reads: "json";
  /** Names of the files that it reads ("config.json"). */
  readonly documents: readonly string[];
  check(context: RuleContext): Finding[];
}

/** Looks at the text of a Python file, wherever it lies. */
export interface PythonRule extends RuleFacts {
  readonly reads: "python";
  check(document: { readonly file: string; readonly text: string }): Finding[];
}
