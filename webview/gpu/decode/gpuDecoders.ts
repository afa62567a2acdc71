import type { StoredType } from "../../../src/core/formats/decodeStored.ts";
import { bf16 } from "./bf16.ts";
import { f16 } from "./f16.ts";
import { iq4Nl } from "./iq4Nl.ts";
import { mxfp4 } from "./mxfp4.ts";
import { q40 } from "./q40.ts";
import { q41 } from "./q41.ts";
import { q4K } from "./q4K.ts";
import { q50 } from "./q50.ts";
import { q51 } from "./q51.ts";
import { q5K } from "./q5K.ts";
import { q6K } from "./q6K.ts";
import { q80 } from "./q80.ts";

/**
 * WGSL by type: a function `valueAt(index : u32) -> f32` over `unpack`. The types in daily use; the CPU decodes the
 * others. Each gives the very float32 of the CPU, but for numbers below 1.2e-38, which WGSL may flush to zero.
 */
export const gpuDecoders: ReadonlyMap<StoredType, string> = new Map<StoredType, string>([
  ["F16", f16],
  ["BF16", bf16],
  ["Q8_0", q80],
  ["Q4_0", q40],
  ["Q4_1", q41],
  ["Q5_0", q50],
  ["Q5_1", q51],
  ["Q4_K", q4K],
  ["Q5_K", q5K],
  ["Q6_K", q6K],
  ["IQ4_NL", iq4Nl],
  ["MXFP4", mxfp4],
]);
