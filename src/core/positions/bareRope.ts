import { FormatError } from "../errors.ts";
import { maxRotaryDim } from "./limits.ts";
import type { BareScheme } from "./positionKind.ts";
import type { RopeScheme } from "./positionScheme.ts";
import type { RopeScaling } from "./scaling/ropeScaling.ts";
import type { ParameterValue, SchemeParameter } from "./schemeParameter.ts";

const length = { type: "integer", min: 0, max: 2_147_483_647 } as const;
const factor = { type: "number", min: 0, max: 1e9 } as const;
const list = { type: "numbers", min: 0, max: 1e9 } as const;

/** 0 and an empty list stand for "not given": what a scaling needs beyond that is asked for in words. */
const parameters: readonly SchemeParameter[] = [
  {
    name: "rotary_dim",
    type: "integer",
    min: 2,
    max: maxRotaryDim,
    default: 64,
    means: "Dimensions of a head that rotate.",
  },
  {
    name: "rope_theta",
    type: "number",
    min: 1e-6,
    max: 1e15,
    default: 10_000,
    means: "θ, the base.",
  },
  {
    name: "layout",
    type: "choice",
    choices: ["half", "interleaved"],
    default: "half",
    means: "Which two dimensions form a pair.",
  },
  {
    name: "rope_type",
    type: "choice",
    choices: ["default", "linear", "dynamic", "yarn", "longrope", "llama3"],
    default: "default",
    means: "How frequencies are scaled.",
  },
  { name: "factor", ...factor, default: 0, means: "Ratio of the extension; 0 for none given." },
  {
    name: "max_position_embeddings",
    ...length,
    default: 0,
    means: "Length in tokens that dynamic and longrope compare with.",
  },
  {
    name: "original_max_position_embeddings",
    ...length,
    default: 0,
    means: "Length of the first training, in tokens.",
  },
  {
    name: "attention_factor",
    ...factor,
    default: 0,
    means: "Multiplies cos and sin; 0 for the scaling's own.",
  },
  {
    name: "beta_fast",
    ...factor,
    default: 32,
    means: "yarn: turns from which on a pair keeps its frequency.",
  },
  {
    name: "beta_slow",
    ...factor,
    default: 1,
    means: "yarn: turns below which a pair is interpolated wholly.",
  },
  {
    name: "mscale",
    ...factor,
    default: 0,
    means: "yarn: scale of the attention factor; 0 for none.",
  },
  {
    name: "mscale_all_dim",
    ...factor,
    default: 0,
    means: "yarn: divisor of the attention factor; 0 for none.",
  },
  {
    name: "truncate",
    type: "choice",
    choices: ["true", "false"],
    default: "true",
    means: "yarn: whether the ramp's ends are whole.",
  },
  {
    name: "low_freq_factor",
    ...factor,
    default: 1,
    means: "llama3: turns below which a pair is interpolated.",
  },
  {
    name: "high_freq_factor",
    ...factor,
    default: 4,
    means: "llama3: turns above which a pair keeps its frequency.",
  },
  {
    name: "short_factor",
    ...list,
    default: [],
    means: "longrope: divisors up to the original length, one a pair.",
  },
  { name: "long_factor", ...list, default: [], means: "longrope: divisors beyond it." },
];

/** RoPE by its parameters, under the names of `rope_parameters` in transformers 5. */
export const bareRope: BareScheme<RopeScheme> = {
  title: "Rotary positions (Su et al. 2021)",
  parameters,
  create: (values) => {
    const rotaryDim = Number(values.get("rotary_dim"));
    if (rotaryDim % 2 !== 0) {
      throw new FormatError("bad-value", `rotary_dim is ${rotaryDim}, even is allowed`);
    }
    return {
      kind: "rope",
      base: Number(values.get("rope_theta")),
      rotaryDim,
      layout: values.get("layout") as RopeScheme["layout"],
      scaling: scalingOf(values),
      maxPositions: given(values, "max_position_embeddings"),
    };
  },
};

type Values = ReadonlyMap<string, ParameterValue>;

function scalingOf(values: Values): RopeScaling {
  const type = values.get("rope_type") as RopeScaling["type"];
  const originalLength = Number(values.get("original_max_position_embeddings"));
  const attentionFactor = given(values, "attention_factor");
  switch (type) {
    case "linear":
    case "dynamic":
      return { type, factor: needed(values, "factor", type) };
    case "yarn":
      return {
        type,
        factor: needed(values, "factor", type),
        originalLength: needed(values, "original_max_position_embeddings", type),
        attentionFactor,
        betaFast: Number(values.get("beta_fast")),
        betaSlow: Number(values.get("beta_slow")),
        mscale: given(values, "mscale"),
        mscaleAllDim: given(values, "mscale_all_dim"),
        truncate: values.get("truncate") === "true",
      };
    case "longrope":
      return {
        type,
        factor: given(values, "factor"),
        originalLength,
        attentionFactor,
        shortFactor: values.get("short_factor") as readonly number[],
        longFactor: values.get("long_factor") as readonly number[],
      };
    case "llama3":
      return {
        type,
        factor: needed(values, "factor", type),
        originalLength: needed(values, "original_max_position_embeddings", type),
        lowFreqFactor: Number(values.get("low_freq_factor")),
        highFreqFactor: Number(values.get("high_freq_factor")),
      };
    default:
      return { type: "default" };
  }
}

function given(values: Values, name: string): number | undefined {
  const value = Number(values.get(name));
  return value === 0 ? undefined : value;
}

/** @throws FormatError `bad-value` */
function needed(values: Values, name: string, type: string): number {
  const value = given(values, name);
  if (value !== undefined) return value;
  throw new FormatError("bad-value", `${name} is not given, ${type} needs a number above 0`);
}
