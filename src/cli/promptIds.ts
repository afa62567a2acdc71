import { resolve } from "node:path";
import { FormatError } from "../core/errors.ts";
import { readSafetensors } from "../core/formats/safetensors.ts";
import type { ModelFolder } from "../core/workspace/modelFolder.ts";
import { nodeFiles } from "../node/nodeFiles.ts";
import { parseIds } from "./args.ts";
import { readTokenizer } from "./readTokenizer.ts";
import { UsageError } from "./usageError.ts";

/** Where the tokens of a run come from: exactly one of three. */
export interface PromptOptions {
  readonly prompt?: string | undefined;
  readonly tokens?: string | undefined;
  readonly inputs?: string | undefined;
}

/** @throws UsageError unless exactly one source is named; FormatError of that source. */
export async function promptIds(options: PromptOptions, folder: ModelFolder): Promise<number[]> {
  const given = (["prompt", "tokens", "inputs"] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (given.length !== 1) {
    const found = given.length === 0 ? "none was given" : `${given.join(" and ")} were given`;
    throw new UsageError(`one of --prompt, --tokens and --inputs is needed, ${found}`);
  }
  if (options.tokens !== undefined) return parseIds(options.tokens, "--tokens");
  if (options.inputs !== undefined) return readInputIds(options.inputs);
  const tokenizer = await readTokenizer(folder);
  return [...tokenizer.encode(options.prompt ?? "").ids];
}

/** A prompt is no more than some thousand tokens; this only keeps a wrong file from being read whole. */
const maxInputIds = 1_000_000;

/** `input_ids` of a safetensors file, [T] or [1, T]; its other tensors are passed over. */
async function readInputIds(path: string): Promise<number[]> {
  const source = await nodeFiles.open(resolve(path).replaceAll("\\", "/"));
  try {
    const { value } = await readSafetensors(source, path);
    const found = value.tensors.find(({ name }) => name === "input_ids");
    if (found === undefined) {
      throw new FormatError("missing-tensor", `${path} has no tensor input_ids`);
    }
    const { shape, dtype, dtypeName, offset, byteLength } = found;
    const isList = shape.length === 1 || (shape.length === 2 && shape[0] === 1);
    if (!isList || byteLength > 8 * maxInputIds) {
      throw new FormatError(
        "bad-shape",
        `input_ids of ${path} has shape [${shape.join(", ")}], allowed is [T] with T up to ${maxInputIds}`,
      );
    }
    const { buffer } = await source.read(offset, byteLength);
    if (dtype === "I64") return Array.from(new BigInt64Array(buffer), Number);
    if (dtype === "I32") return [...new Int32Array(buffer)];
    throw new FormatError(
      "bad-dtype",
      `input_ids of ${path} is of type ${dtypeName}, allowed are I64 and I32`,
    );
  } finally {
    await source.close();
  }
}
