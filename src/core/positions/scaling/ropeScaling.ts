/**
 * A rope_scaling / rope_parameters block, standardised: one member per `rope_type` of transformers 5.
 * Lengths in tokens, factors are plain ratios.
 */
export type RopeScaling =
  | { readonly type: "default" }
  | { readonly type: "linear"; readonly factor: number }
  | { readonly type: "dynamic"; readonly factor: number }
  | {
      readonly type: "yarn";
      readonly factor: number;
      readonly originalLength: number;
      readonly attentionFactor: number | undefined;
      readonly betaFast: number;
      readonly betaSlow: number;
      readonly mscale: number | undefined;
      readonly mscaleAllDim: number | undefined;
      readonly truncate: boolean;
    }
  | {
      readonly type: "longrope";
      readonly factor: number | undefined;
      readonly originalLength: number;
      readonly attentionFactor: number | undefined;
      readonly shortFactor: readonly number[];
      readonly longFactor: readonly number[];
    }
  | {
      readonly type: "llama3";
      readonly factor: number;
      readonly originalLength: number;
      readonly lowFreqFactor: number;
      readonly highFreqFactor: number;
    }
  | {
      readonly type: "proportional";
      /** Part of the pairs that turn. */
      readonly fraction: number;
      readonly factor: number;
    }
  | { readonly type: "unknown"; readonly name: string };
