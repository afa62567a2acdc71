import type { JsonValue } from "../../json/jsonNode.ts";
import type { ModelSpec } from "../../models/modelSpec.ts";
import type { RopeScheme } from "../../positions/positionScheme.ts";

/** What an explanation may look at. */
export interface KeyContext {
  readonly spec: ModelSpec;
  /** The rotation, where the model has one; explanations of rope keys are not asked without. */
  readonly rope: RopeScheme;
  /** As the file has it. */
  readonly value: JsonValue;
}

/** Plain text: what the key means, then what it does to this model with its numbers. */
export interface KeyText {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** One key: `needs` says whether it means anything without a rotation. */
export type KeyExplanation =
  | {
      readonly needs: "rope";
      readonly chart: "wavelengths" | undefined;
      explain(context: KeyContext): KeyText;
    }
  | {
      readonly needs: "nothing";
      readonly chart: undefined;
      explain(context: Omit<KeyContext, "rope">): KeyText;
    };

/** Key → explanation. A Map, since keys come from the file. */
export type KeyTable = ReadonlyMap<string, KeyExplanation>;
