import {
  env,
  getBackend,
  matMul,
  softmax,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
} from "@tensorflow/tfjs-core";
import type { RopeScheme } from "../core/positions/positionScheme.ts";
import { decodeProbes } from "./decodeProbes.ts";
import { composedKernels, type Kernels } from "./kernels.ts";
import type { Probe } from "./probe.ts";
import {
  referenceMatMul,
  referenceRmsNorm,
  referenceRotate,
  referenceSoftmax,
} from "./reference.ts";

export interface SelfCheck {
  readonly passed: boolean;
  /** One for each operation, with its largest difference. */
  readonly lines: readonly string[];
}

/**
 * Compares operations of the current tfjs backend with float64 loops, on shapes that fill no tile and no
 * vector of four. A backend that fails draws no picture.
 */
export async function selfCheck(kernels: Kernels = composedKernels): Promise<SelfCheck> {
  const restore = keepOnDevice();
  try {
    const lines: string[] = [];
    let passed = true;
    for (const probe of probes(kernels)) {
      const difference = await differenceOf(probe);
      const isGood = difference <= allowed;
      passed &&= isGood;
      lines.push(
        `${probe.name}: ${isGood ? "" : "WRONG, "}largest difference ${difference.toExponential(1)}, ` +
          `allowed ${allowed.toExponential(0)}`,
      );
    }
    return { passed, lines };
  } finally {
    restore();
  }
}

/** Values are of order 1; float32 sums of some dozen terms differ by 1e-6, a wrong index by 0.1. */
const allowed = 1e-4;

function probes(kernels: Kernels): Probe[] {
  return [
    matMulProbe(),
    softmaxProbe(),
    rotationProbe(kernels, "half"),
    rotationProbe(kernels, "interleaved"),
    rmsNormProbe(kernels),
    attentionProbe(kernels),
    ...decodeProbes(kernels),
  ];
}

function matMulProbe(): Probe {
  const [rows, inner, columns] = [37, 19, 53];
  const [a, b] = [wave(rows * inner, 1), wave(inner * columns, 2)];
  return {
    name: "matmul 37×19×53",
    compute: () => matMul(tensor2d(a, [rows, inner]), tensor2d(b, [inner, columns])),
    expected: referenceMatMul(a, b, [rows, inner, columns]),
  };
}

function softmaxProbe(): Probe {
  const [rows, columns] = [31, 43];
  const x = wave(rows * columns, 3).map((value) => 9 * value);
  return {
    name: "softmax 31×43",
    compute: () => softmax(tensor2d(x, [rows, columns])),
    expected: referenceSoftmax(x, columns),
  };
}

/** Rotates 14 of 19 dimensions, so that the part that passes is checked too. */
function rotationProbe(kernels: Kernels, layout: RopeScheme["layout"]): Probe {
  const [heads, tokens, size, half] = [3, 23, 19, 7];
  const x = wave(heads * tokens * size, 4);
  const angles = wave(tokens * half, 5).map((value) => 3 * value);
  const table = { cos: angles.map(Math.cos), sin: angles.map(Math.sin) };
  return {
    name: `rotation, ${layout}, 3×23×19`,
    compute: () =>
      kernels.rotate(tensor3d(x, [heads, tokens, size]), {
        cos: tensor2d(table.cos, [tokens, half]),
        sin: tensor2d(table.sin, [tokens, half]),
        layout,
      }),
    expected: referenceRotate(x, table, [tokens, size, half], layout),
  };
}

function rmsNormProbe(kernels: Kernels): Probe {
  const [rows, size] = [29, 47];
  const [x, weight] = [wave(rows * size, 6), wave(size, 7)];
  return {
    name: "rmsnorm 29×47",
    compute: () => kernels.rmsNorm(tensor2d(x, [rows, size]), tensor1d(weight), 1e-6),
    expected: referenceRmsNorm(x, weight, 1e-6),
  };
}

function attentionProbe(kernels: Kernels): Probe {
  const [tokens, size, scale] = [41, 13, 0.7];
  const [q, k] = [wave(tokens * size, 8), wave(tokens * size, 9)];
  const mask = Array.from({ length: tokens * tokens }, (_, i) =>
    i % tokens > Math.floor(i / tokens) ? -1e30 : 0,
  );
  const keys = Array.from(
    { length: size * tokens },
    (_, i) => k[(i % tokens) * size + Math.floor(i / tokens)] ?? NaN,
  );
  const scores = referenceMatMul(q, keys, [tokens, size, tokens]);
  return {
    name: "attention 41×41",
    compute: () =>
      kernels.attentionWeights(
        tensor3d(q, [1, tokens, size]),
        tensor3d(k, [1, tokens, size]),
        tensor2d(mask, [tokens, tokens]),
        scale,
      ),
    expected: referenceSoftmax(
      scores.map((score, i) => score * scale + (mask[i] ?? NaN)),
      tokens,
    ),
  };
}

async function differenceOf(probe: Probe): Promise<number> {
  const { expected } = probe;
  const result = tidy(() => probe.compute());
  try {
    const actual = await result.data<"float32">();
    if (actual.length !== expected.length) return Infinity;
    return actual.reduce((largest, value, i) => {
      const distance = Math.abs(value - (expected[i] ?? NaN));
      return Number.isNaN(distance) ? Infinity : Math.max(largest, distance);
    }, 0);
  } finally {
    result.dispose();
  }
}

/** Numbers in (−1, 1) without a pattern that a wrong stride could meet; the same on every run. */
function wave(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin((i + 1) * (seed + 0.6180339887)));
}

/**
 * tfjs computes tensors of fewer than 1,000 elements on the processor although the backend is WebGPU;
 * a check of those would prove nothing about the device.
 */
function keepOnDevice(): () => void {
  if (getBackend() !== "webgpu") return () => undefined;
  const before = env().get("WEBGPU_CPU_FORWARD");
  env().set("WEBGPU_CPU_FORWARD", false);
  return () => env().set("WEBGPU_CPU_FORWARD", before);
}
