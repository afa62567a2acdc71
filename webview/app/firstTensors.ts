import { FormatError } from "../../src/core/errors.ts";
import { ModelNames } from "../../src/inference/modelNames.ts";
import { planRun, requireRoom } from "../../src/inference/plan.ts";
import type { ComputeJob } from "./computeJob.ts";

/** What is read of a tensor: the whole of it, or rows of its first axis. */
export interface TensorQuestion {
  readonly name: string;
  readonly rows: readonly number[] | null;
}

/**
 * What the worker will ask for first, whatever the job shows: the prompt's rows of the embedding and what gives
 * layer 0 its queries and keys. Nothing where the run would be refused, which the worker says in its own words.
 */
export function firstTensors({ spec, model, ids }: ComputeJob): readonly TensorQuestion[] {
  try {
    const names = new ModelNames({ spec, tensors: model.tensors });
    const plan = planRun({ spec, names }, ids, { queryKeyOf: 0 });
    requireRoom(plan);
    const embedding = names.modelRole("embedding").weight.name;
    const whole = plan.tensors.map(({ name }) => ({ name, rows: null }));
    return [{ name: embedding, rows: [...new Set(ids)] }, ...whole];
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}
