import { asNumber, asObject, valueAt } from "../configValues.ts";
import type { EngineInput, EngineRequest } from "../engine.ts";
import { tableArchitectures, wholeHeadGraphs, wholeHeadLoaders } from "./architectures.ts";
import { ggufNumber, ggufText } from "./trainedContext.ts";

/** Why llama.cpp does not get as far as a context. */
export interface LoadFailure {
  readonly rule: string;
  readonly phrase: string;
  readonly source: string;
  readonly instead: string;
}

/** What in a GGUF file ends loading whatever length is asked for; `undefined` where nothing known does. */
export function loadFailure(input: EngineInput, request: EngineRequest): LoadFailure | undefined {
  if (input.gguf === undefined) return undefined;
  return (
    missingLength(input) ??
    unknownScaling(input) ??
    partialRotation(input) ??
    wrongTable(input, request) ??
    wrongDivisors(input, request)
  );
}

function missingLength(input: EngineInput): LoadFailure | undefined {
  const key = `${input.gguf?.architecture ?? ""}.context_length`;
  if (input.gguf?.metadata.has(key) === true) return undefined;
  return {
    rule: "context-length-missing",
    phrase: `key not found in model: ${key}`,
    source: "src/llama-model.cpp:1321",
    instead: `a file with ${key}`,
  };
}

/** The only types it has words for; "dynamic" and "su" among others end the process. */
const scalingTypes: ReadonlySet<string> = new Set(["none", "linear", "yarn", "longrope"]);

function unknownScaling(input: EngineInput): LoadFailure | undefined {
  const type = ggufText(input, "rope.scaling.type");
  if (type === undefined || scalingTypes.has(type)) return undefined;
  return {
    rule: "rope-scaling-type-unknown",
    phrase:
      "GGML_ASSERT(hparams.rope_scaling_type_train != LLAMA_ROPE_SCALING_TYPE_UNSPECIFIED) failed",
    source: "src/llama-model.cpp:1352",
    instead: "rope.scaling.type none, linear, yarn or longrope",
  };
}

function partialRotation(input: EngineInput): LoadFailure | undefined {
  const architecture = input.gguf?.architecture ?? "";
  const rotated = ggufNumber(input, "rope.dimension_count");
  const headDim = headDimOf(input);
  if (rotated === undefined || headDim === undefined || rotated === headDim) return undefined;
  const instead = `rope.dimension_count ${headDim}`;
  if (wholeHeadLoaders.has(architecture)) {
    const phrase = `invalid n_rot: ${rotated}, expected ${headDim}`;
    return { rule: "partial-rotation", phrase, source: "src/llama-model.cpp:1452", instead };
  }
  if (!wholeHeadGraphs.has(architecture)) return undefined;
  const phrase = "GGML_ASSERT(n_embd_head == n_rot) failed";
  return { rule: "partial-rotation", phrase, source: `src/models/${architecture}.cpp`, instead };
}

function headDimOf(input: EngineInput): number | undefined {
  const stated = ggufNumber(input, "attention.key_length");
  if (stated !== undefined) return stated;
  const width = ggufNumber(input, "embedding_length");
  const heads = ggufNumber(input, "attention.head_count");
  return width === undefined || heads === undefined || heads <= 0
    ? undefined
    : Math.floor(width / heads);
}

function wrongTable(input: EngineInput, request: EngineRequest): LoadFailure | undefined {
  if (!tableArchitectures.has(input.gguf?.architecture ?? "")) return undefined;
  const rows =
    asNumber(request.settings.get("position_embd_rows")) ??
    input.gguf?.tensors.get("position_embd.weight")?.[0];
  const expected = ggufNumber(input, "context_length");
  if (rows === undefined || expected === undefined || rows === expected) return undefined;
  return {
    rule: "position-table-rows",
    phrase: `check_tensor_dims: tensor 'position_embd.weight' has wrong shape; expected ${expected} rows, got ${rows}`,
    source: "src/llama-model-loader.cpp",
    instead: `a table of ${expected} rows, or context_length ${rows}`,
  };
}

/** Divisors of frequencies: one for each rotating pair, in the architectures that read them whole. */
function wrongDivisors(input: EngineInput, request: EngineRequest): LoadFailure | undefined {
  if (!divisorReaders.has(input.gguf?.architecture ?? "")) return undefined;
  const rotated = ggufNumber(input, "rope.dimension_count") ?? headDimOf(input);
  if (rotated === undefined) return undefined;
  const expected = Math.floor(rotated / 2);
  const stated = asObject(request.settings.get("factor_tensors"));
  for (const name of divisors) {
    const values = valueAt(stated, name);
    const found = Array.isArray(values) ? values.length : input.gguf?.tensors.get(name)?.[0];
    if (found === undefined || found === expected) continue;
    return {
      rule: "rope-factors-size",
      phrase: `check_tensor_dims: tensor '${name}' has wrong shape; expected ${expected}, got ${found}`,
      source: "src/llama-model-loader.cpp",
      instead: `${expected} values in ${name}`,
    };
  }
  return undefined;
}

const divisors = ["rope_freqs.weight", "rope_factors_long.weight", "rope_factors_short.weight"];

const divisorReaders: ReadonlySet<string> = new Set(["llama", "phi3"]);
