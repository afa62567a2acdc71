import { STRUCTURE_VALUE_LIMIT } from "../../bytes/limits.ts";
import type { PickleBytes, PickleValue } from "../pickle/pickleValue.ts";

/**
 * What is in a checkpoint besides its tensors, as JSON. `{"$tensor": true}` stands for a tensor in a list, where its
 * place counts; `{"$skipped": "module.Class"}` for what is not read; `{"$same": "name"}` for what was shown there.
 */
export type Structure =
  null | boolean | number | string | readonly Structure[] | { readonly [key: string]: Structure };

/** Counts what was shown and what is beyond the limit. */
export class StructureBudget {
  #shown = 0;
  #omitted = 0;

  /** How many values were left out. */
  get omitted(): number {
    return this.#omitted;
  }

  /** `undefined` where enough has been shown. */
  take(structure: Structure): Structure | undefined {
    if (this.#shown >= STRUCTURE_VALUE_LIMIT) {
      this.#omitted++;
      return undefined;
    }
    this.#shown++;
    return structure;
  }
}

/** A value without members. Numbers that JSON does not have are texts. */
export function toLeaf(value: Exclude<PickleValue, object> | null | PickleBytes): Structure {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "string") return { $skipped: `${value.bytes.length} bytes` };
  return value.length > TEXT_LIMIT ? `${value.slice(0, TEXT_LIMIT)}…` : value;
}

/** A prompt or a path is shown whole, a vocabulary in one text is not. */
const TEXT_LIMIT = 1000;
