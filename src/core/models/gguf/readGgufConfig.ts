import type { ByteSource } from "../../bytes/byteSource.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { readGguf, type GgufFile } from "../../formats/gguf/readGguf.ts";
import type { TensorInfo } from "../../formats/tensorTable.ts";
import type { Parsed, Problem } from "../../problem.ts";
import type { ConfigReading } from "../configReading.ts";
import { parseHfConfig } from "../hfConfig.ts";
import type { ModelLengths, Provenance } from "../modelSpec.ts";
import { GgufFacts } from "./ggufFacts.ts";
import { HubConfig } from "./hubConfig.ts";
import type { HubLayout } from "./hubLayout.ts";
import { hubLayoutOf } from "./hubLayouts.ts";
import { setRope } from "./hubRope.ts";

/**
 * The model that a GGUF file describes. Its metadata is brought into the words of a hub config and read as one, so
 * that both are understood alike; each fact then points back to its key, with the bytes of the value as its span.
 * `text` and `tree` are of the config that was made.
 * @throws FormatError as `readGguf`.
 */
export async function readGgufConfig(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<ConfigReading | undefined>> {
  const { value: gguf, problems: container } = await readGguf(source, file, signal);
  const problems = new ProblemList(file);
  const config = await toHubConfig(gguf, { source, problems, signal });
  const parsed = parseHfConfig(config.toText(), file);
  const reading = parsed.value;
  const all = [
    ...container,
    ...problems.list,
    ...parsed.problems.map((problem) => inGguf(problem, config)),
  ];
  if (reading === undefined) return { value: undefined, problems: all };
  const provenance = new Map(
    [...reading.provenance].map(([field, from]) => [
      field,
      config.originOf(from, (key) => placeOf(gguf, key)),
    ]),
  );
  const spec = { ...reading.spec, lengths: inWordsOfFile(reading.spec.lengths, config) };
  return { value: { ...reading, spec, provenance }, problems: all };
}

/** The evidence names keys, which here are those of the file. */
function inWordsOfFile(lengths: ModelLengths, config: HubConfig): ModelLengths {
  const evidence = lengths.evidence.replaceAll(
    /\b(?:original_)?max_position_embeddings\b/g,
    (name) => {
      const origin = config.origins.get(name) ?? config.origins.get(`rope_scaling.${name}`);
      return origin !== undefined && "key" in origin ? origin.key : name;
    },
  );
  return { ...lengths, evidence };
}

interface Reading {
  readonly source: ByteSource;
  readonly problems: ProblemList;
  readonly signal: AbortSignal | undefined;
}

async function toHubConfig(gguf: GgufFile, reading: Reading): Promise<HubConfig> {
  const facts = new GgufFacts(gguf.metadata, reading.problems);
  const config = new HubConfig();
  const tensor = (name: string): TensorInfo | undefined =>
    gguf.tensors.find((candidate) => candidate.name === name);
  const layout = hubLayoutOf(facts.architecture, (name) => tensor(name) !== undefined);
  const architecture = { key: "general.architecture" };
  config.set("model_type", layout?.modelType ?? facts.architecture, architecture);
  for (const [name, hubName] of copied) facts.copy(name, config, hubName);
  facts.copy("expert_count", config, isMixtral(layout) ? "num_local_experts" : "num_experts");
  setVocabulary(facts, config, tensor("token_embd.weight"));
  const isTied = tensor("output.weight") === undefined && gguf.tensors.length > 0;
  config.set("tie_word_embeddings", isTied, {
    derived: isTied ? "no tensor output.weight" : "tensor output.weight",
  });
  const read = async (name: string): Promise<readonly number[] | undefined> =>
    readDivisors(gguf, tensor(name), reading);
  setRope(facts, config, {
    freqs: await read("rope_freqs.weight"),
    long: await read("rope_factors_long.weight"),
    short: await read("rope_factors_short.weight"),
  });
  const window = facts.number("attention.sliding_window");
  // 0 is how converters write a window that is switched off.
  if (window !== undefined && window !== 0) {
    config.set("sliding_window", window, { key: facts.keyOf("attention.sliding_window") });
  }
  setStorage(gguf, config);
  return config;
}

function isMixtral(layout: HubLayout | undefined): boolean {
  return layout?.modelType === "mixtral";
}

/** Numbers that both have, under their names. */
const copied: readonly (readonly [stored: string, hub: string])[] = [
  ["embedding_length", "hidden_size"],
  ["block_count", "num_hidden_layers"],
  ["attention.head_count", "num_attention_heads"],
  ["attention.head_count_kv", "num_key_value_heads"],
  ["attention.key_length", "head_dim"],
  ["feed_forward_length", "intermediate_size"],
  ["context_length", "max_position_embeddings"],
  ["attention.layer_norm_epsilon", "layer_norm_eps"],
  ["attention.layer_norm_rms_epsilon", "rms_norm_eps"],
  ["attn_logit_softcapping", "attn_logit_softcapping"],
  ["final_logit_softcapping", "final_logit_softcapping"],
  ["attention.relative_buckets_count", "relative_attention_num_buckets"],
  ["decoder_block_count", "num_decoder_layers"],
  ["expert_used_count", "num_experts_per_tok"],
  ["expert_feed_forward_length", "moe_intermediate_size"],
  ["expert_shared_feed_forward_length", "shared_expert_intermediate_size"],
];

function setVocabulary(
  facts: GgufFacts,
  config: HubConfig,
  embedding: TensorInfo | undefined,
): void {
  const rows = embedding?.shape[0];
  if (rows !== undefined) {
    config.set("vocab_size", rows, { derived: "rows of token_embd.weight" });
  } else facts.copy("vocab_size", config, "vocab_size");
}

/** Types by the number in `general.file_type` that are no quantisation. */
const plainTypes: ReadonlyMap<unknown, string> = new Map([
  [0, "float32"],
  [1, "float16"],
  [32, "bfloat16"],
]);

function setStorage(gguf: GgufFile, config: HubConfig): void {
  const key = "general.file_type";
  const type = gguf.metadata.get(key);
  if (type === undefined) return;
  const dtype = plainTypes.get(type);
  if (dtype !== undefined) config.set("dtype", dtype, { key });
  else {
    const block = new HubConfig();
    block.set("quant_method", "gguf", { key });
    config.setBlock("quantization_config", block);
  }
}

/** More pairs than any head has. */
const MOST_DIVISORS = 4096;

/** Divisors of frequencies are float32 in every file; what is not there, not whole or of another type counts as not said. */
async function readDivisors(
  { file, byteOrder }: GgufFile,
  tensor: TensorInfo | undefined,
  { source, problems, signal }: Reading,
): Promise<readonly number[] | undefined> {
  if (tensor === undefined) return undefined;
  const { name, offset, byteLength } = tensor;
  const count = byteLength / 4;
  const isThere = offset + byteLength <= source.byteLength;
  if (tensor.dtypeName !== "F32" || count > MOST_DIVISORS || count < 1 || !isThere) {
    const message = `${shownText(name)} is ${tensor.dtypeName} of ${byteLength} bytes at byte ${offset} of ${file}; 1 to ${MOST_DIVISORS} values of F32 are read here`;
    problems.add("bad-value", "error", message, { key: name });
    return undefined;
  }
  const bytes = await source.read(offset, byteLength, signal);
  const view = new DataView(bytes.buffer, bytes.byteOffset, byteLength);
  const divisors = Array.from({ length: count }, (_, i) =>
    view.getFloat32(i * 4, byteOrder === "little"),
  );
  if (divisors.every((divisor) => Number.isFinite(divisor) && divisor > 0)) return divisors;
  const message = `${shownText(name)} has values that are not finite and above 0; no frequency can be divided by them`;
  problems.add("bad-value", "error", message, { key: name });
  return undefined;
}

function placeOf(
  gguf: GgufFile,
  key: string,
): Extract<Provenance, { readonly kind: "file" }> | undefined {
  const entry = gguf.metadata.entry(key);
  if (entry === undefined) return undefined;
  const span = { offset: entry.offset, length: entry.byteLength };
  return { kind: "file", file: gguf.file, key, span };
}

/** A problem of the config that was made, in the words of the file and without a place in the text that was made. */
function inGguf(problem: Problem, config: HubConfig): Problem {
  const { code, severity, message, file, key } = problem;
  const origin = key === undefined ? undefined : config.origins.get(key);
  const found = { code, severity, message, ...(file === undefined ? {} : { file }) };
  if (key === undefined || origin === undefined) return found;
  const name = "key" in origin ? origin.key : origin.derived;
  // Messages name a key whole, by its last part at their start, or not at all.
  const last = key.slice(key.lastIndexOf(".") + 1);
  if (message.includes(key)) return { ...found, key: name, message: message.replace(key, name) };
  const rest = message.startsWith(`${last} `) ? message.slice(last.length) : `: ${message}`;
  return { ...found, key: name, message: `${name}${rest}` };
}
