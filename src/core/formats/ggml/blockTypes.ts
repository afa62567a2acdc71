import type { BlockFormat } from "./blockFormat.ts";
import { mxfp4 } from "./blocks/mxfp4.ts";
import { q10 } from "./blocks/q10.ts";
import { q20 } from "./blocks/q20.ts";
import { q40 } from "./blocks/q40.ts";
import { q41 } from "./blocks/q41.ts";
import { q50 } from "./blocks/q50.ts";
import { q51 } from "./blocks/q51.ts";
import { q80 } from "./blocks/q80.ts";
import { q8K } from "./blocks/q8K.ts";

/** Quantisation types of ggml by ggml's own names; one file of `blocks/` each. */
export type BlockType =
  "Q4_0" | "Q4_1" | "Q5_0" | "Q5_1" | "Q8_0" | "Q8_K" | "MXFP4" | "Q1_0" | "Q2_0";

export const blockTypes: Readonly<Record<BlockType, BlockFormat>> = {
  Q4_0: q40,
  Q4_1: q41,
  Q5_0: q50,
  Q5_1: q51,
  Q8_0: q80,
  Q8_K: q8K,
  MXFP4: mxfp4,
  Q1_0: q10,
  Q2_0: q20,
};
