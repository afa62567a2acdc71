import type { BlockFormat } from "./blockFormat.ts";
import type { BlockType } from "./blockType.ts";
import { iq1M } from "./blocks/iq1M.ts";
import { iq1S } from "./blocks/iq1S.ts";
import { iq2S } from "./blocks/iq2S.ts";
import { iq2Xs } from "./blocks/iq2Xs.ts";
import { iq2Xxs } from "./blocks/iq2Xxs.ts";
import { iq3S } from "./blocks/iq3S.ts";
import { iq3Xxs } from "./blocks/iq3Xxs.ts";
import { iq4Nl } from "./blocks/iq4Nl.ts";
import { iq4Xs } from "./blocks/iq4Xs.ts";
import { mxfp4 } from "./blocks/mxfp4.ts";
import { nvfp4 } from "./blocks/nvfp4.ts";
import { q10 } from "./blocks/q10.ts";
import { q20 } from "./blocks/q20.ts";
import { q2K } from "./blocks/q2K.ts";
import { q3K } from "./blocks/q3K.ts";
import { q40 } from "./blocks/q40.ts";
import { q41 } from "./blocks/q41.ts";
import { q4K } from "./blocks/q4K.ts";
import { q50 } from "./blocks/q50.ts";
import { q51 } from "./blocks/q51.ts";
import { q5K } from "./blocks/q5K.ts";
import { q6K } from "./blocks/q6K.ts";
import { q80 } from "./blocks/q80.ts";
import { q8K } from "./blocks/q8K.ts";
import { tq10 } from "./blocks/tq10.ts";
import { tq20 } from "./blocks/tq20.ts";

/** One file of `blocks/` each. */
export const blockTypes: Readonly<Record<BlockType, BlockFormat>> = {
  Q4_0: q40,
  Q4_1: q41,
  Q5_0: q50,
  Q5_1: q51,
  Q8_0: q80,
  Q2_K: q2K,
  Q3_K: q3K,
  Q4_K: q4K,
  Q5_K: q5K,
  Q6_K: q6K,
  Q8_K: q8K,
  IQ2_XXS: iq2Xxs,
  IQ2_XS: iq2Xs,
  IQ3_XXS: iq3Xxs,
  IQ1_S: iq1S,
  IQ4_NL: iq4Nl,
  IQ3_S: iq3S,
  IQ2_S: iq2S,
  IQ4_XS: iq4Xs,
  IQ1_M: iq1M,
  TQ1_0: tq10,
  TQ2_0: tq20,
  MXFP4: mxfp4,
  NVFP4: nvfp4,
  Q1_0: q10,
  Q2_0: q20,
};
