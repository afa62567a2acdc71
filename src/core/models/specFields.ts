import type { FieldReading } from "./configFields.ts";
import type { Provenance } from "./modelSpec.ts";
import type { ModelType } from "./modelTypes.ts";

/** Gathers where each field of a spec comes from while the fields are settled. */
export class SpecFields {
  /** `undefined` for a type that has no row of class defaults. */
  readonly type: ModelType | undefined;
  readonly provenance = new Map<string, Provenance>();

  constructor(type: ModelType | undefined) {
    this.type = type;
  }

  /** The file's value, else `otherwise`: the class default where the type is known, else a sign for "not stated". */
  settle<T>(field: string, reading: FieldReading<T>, otherwise: T): T {
    if (reading.kind === "value") {
      this.provenance.set(field, reading.from);
      return reading.value;
    }
    this.#fillIn(field, otherwise);
    return otherwise;
  }

  derive<T>(field: string, value: T, from: string): T {
    this.provenance.set(field, { kind: "derived", from });
    return value;
  }

  #fillIn(field: string, value: unknown): void {
    if (this.type === undefined || value === undefined || !classFields.has(field)) return;
    this.provenance.set(field, { kind: "class default", of: this.type.configClass });
  }
}

/** What a config class has a default for; the others are then simply not stated. */
const classFields: ReadonlySet<string> = new Set([
  "hiddenSize",
  "layers",
  "heads",
  "kvHeads",
  "headDim",
  "intermediateSize",
  "vocabSize",
  "tieWordEmbeddings",
  "normEps",
  "hiddenAct",
  "lengths.declared",
  "scheme.base",
  "windows",
]);
