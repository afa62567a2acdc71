import {
  add,
  concat,
  mul,
  reshape,
  slice,
  stack,
  sub,
  tensor2d,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from "@tensorflow/tfjs-core";
import type { RopeScheme } from "../core/positions/positionScheme.ts";
import { ropeCosSin } from "../core/positions/rope.ts";

/** A rotation of q and k on the device; whoever created it disposes its two tensors. */
export interface Rotation {
  /** [tokens, rotaryDim / 2], attention factor multiplied in. */
  readonly cos: Tensor2D;
  /** [tokens, rotaryDim / 2], likewise. */
  readonly sin: Tensor2D;
  readonly layout: RopeScheme["layout"];
}

/** The model's own rotation for tokens 0 … n − 1; angles are computed here in float64 and uploaded. */
export function createRotation(scheme: RopeScheme, tokens: number): Rotation {
  const { cos, sin, half } = tableOf(scheme, tokens);
  return {
    cos: tensor2d(cos, [tokens, half]),
    sin: tensor2d(sin, [tokens, half]),
    layout: scheme.layout,
  };
}

/**
 * Position removed: the identity, which keeps the attention factor of the scaling (1 but for yarn,
 * longrope …), since that factor is a temperature and says nothing about where a token stands.
 */
export function createIdentityRotation(scheme: RopeScheme, tokens: number): Rotation {
  const { half, attentionFactor } = tableOf(scheme, tokens);
  return {
    cos: tensor2d(new Float32Array(tokens * half).fill(attentionFactor), [tokens, half]),
    sin: tensor2d(new Float32Array(tokens * half), [tokens, half]),
    layout: scheme.layout,
  };
}

/**
 * Turns every pair of the first rotaryDim dimensions of x [heads, tokens, head size]; the other
 * dimensions pass as they are.
 */
export function rotate(x: Tensor3D, { cos, sin, layout }: Rotation): Tensor3D {
  const [heads, tokens, size] = x.shape;
  const half = cos.shape[1];
  const [first, second] = layout === "half" ? halves(x, half) : neighbours(x, half);
  const turnedFirst = sub<Tensor3D>(mul(first, cos), mul(second, sin));
  const turnedSecond = add<Tensor3D>(mul(second, cos), mul(first, sin));
  const turned =
    layout === "half"
      ? concat([turnedFirst, turnedSecond], 2)
      : interleave(turnedFirst, turnedSecond);
  if (2 * half === size) return turned;
  return concat([turned, slice(x, [0, 0, 2 * half], [heads, tokens, size - 2 * half])], 2);
}

/** Pair i = dimensions i and i + half. */
function halves(x: Tensor3D, half: number): [Tensor3D, Tensor3D] {
  const [heads, tokens] = x.shape;
  return [
    slice(x, [0, 0, 0], [heads, tokens, half]),
    slice(x, [0, 0, half], [heads, tokens, half]),
  ];
}

/** Pair i = dimensions 2i and 2i + 1. */
function neighbours(x: Tensor3D, half: number): [Tensor3D, Tensor3D] {
  const [heads, tokens] = x.shape;
  const shape: [number, number, number] = [heads, tokens, half];
  const pairs: Tensor4D = reshape(slice(x, [0, 0, 0], [heads, tokens, 2 * half]), [...shape, 2]);
  const part = (index: number): Tensor3D =>
    reshape(slice(pairs, [0, 0, 0, index], [...shape, 1]), shape);
  return [part(0), part(1)];
}

function interleave(first: Tensor3D, second: Tensor3D): Tensor3D {
  const [heads, tokens, half] = first.shape;
  return reshape(stack([first, second], 3), [heads, tokens, 2 * half]);
}

function tableOf(scheme: RopeScheme, tokens: number): ReturnType<typeof ropeCosSin> {
  return ropeCosSin(
    scheme,
    Array.from({ length: tokens }, (_, position) => position),
    tokens,
  );
}
