import { mul, type Tensor2D } from "@tensorflow/tfjs-core";
import type { FamilyTable } from "../core/models/families/familyTable.ts";
import { activation } from "./activations.ts";

type MlpRole = "gate" | "up" | "down";

/**
 * gated: down(act(gate x) ⊙ up x) (Shazeer 2020); plain: down(act(up x)).
 * x and result [tokens, hidden size].
 */
export function mlp(
  x: Tensor2D,
  kind: FamilyTable["mlp"],
  act: string,
  linear: (role: MlpRole, x: Tensor2D) => Tensor2D,
): Tensor2D {
  const apply = activation(act) as (x: Tensor2D) => Tensor2D;
  const inner =
    kind === "gated"
      ? mul<Tensor2D>(apply(linear("gate", x)), linear("up", x))
      : apply(linear("up", x));
  return linear("down", inner);
}
