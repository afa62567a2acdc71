import type { RopeScaling } from "./ropeScaling.ts";

/** The member of the union with this `type`. Distributes, so a union of names gives a union of members. */
export type RopeScalingOf<Type extends RopeScaling["type"]> = Extract<
  RopeScaling,
  { readonly type: Type }
>;
