import { decodeText } from "../bytes/decodeText.ts";
import { joinPath, type Files } from "../bytes/files.ts";
import { CONFIG_BYTE_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import { readGguf, type GgufFile } from "../formats/gguf/readGguf.ts";
import { toJsonValue } from "../json/jsonNode.ts";
import { parseJsonTree } from "../json/parseJsonTree.ts";
import type { Parsed, Problem } from "../problem.ts";
import type { ModelFolder } from "../workspace/modelFolder.ts";
import { readWhole } from "../workspace/readWhole.ts";
import { asObject, numberAt, type JsonObject } from "./configValues.ts";
import type { EngineInput, GgufDescription } from "./engine.ts";

/**
 * A model as engines meet it: its config, the metadata of the GGUF file that stands in for one, and what the files
 * beside it say of lengths. What cannot be read is a problem and left out.
 */
export async function readEngineInput(
  files: Files,
  folder: ModelFolder,
  signal?: AbortSignal,
): Promise<Parsed<EngineInput>> {
  const problems: Problem[] = [];
  const place: Place = { files, folder: folder.path, problems, signal };
  const { config } = folder;
  const gguf = folder.files.config === undefined ? await readDescription(place, folder) : undefined;
  const tokenizer = await readObject(place, folder.files.tokenizerConfig);
  const encoder = await readIfThere(place, ENCODER_CONFIG);
  const genai = await readIfThere(place, GENAI_CONFIG);
  const value: EngineInput = {
    spec: config?.spec,
    config: config === undefined ? undefined : asObject(toJsonValue(config.tree)),
    gguf,
    tokenizerMax: numberAt(tokenizer, "model_max_length"),
    encoderConfig: encoder,
    genaiConfig: genai,
  };
  return { value, problems };
}

/** Of sentence-transformers. */
const ENCODER_CONFIG = "sentence_bert_config.json";

/** Of ONNX Runtime GenAI. */
const GENAI_CONFIG = "genai_config.json";

interface Place {
  readonly files: Files;
  readonly folder: string;
  readonly problems: Problem[];
  readonly signal: AbortSignal | undefined;
}

/** The first checkpoint, where it is a GGUF file; what is wrong with another is said when it is opened. */
async function readDescription(
  { files, folder, signal }: Place,
  { files: { checkpoints } }: ModelFolder,
): Promise<GgufDescription | undefined> {
  const [name] = checkpoints;
  if (name === undefined) return undefined;
  const source = await files.open(joinPath(folder, name));
  try {
    const head = await source.read(0, Math.min(source.byteLength, MAGIC.length), signal);
    if (String.fromCharCode(...head) !== MAGIC) return undefined;
    return toDescription((await readGguf(source, name, signal)).value);
  } finally {
    await source.close();
  }
}

const MAGIC = "GGUF";

function toDescription({ metadata, tensors }: GgufFile): GgufDescription {
  const plain = new Map<string, string | number | boolean>();
  for (const { key, value } of metadata.entries) {
    if (value !== undefined) plain.set(key, typeof value === "bigint" ? Number(value) : value);
  }
  const sizes = new Map<string, readonly number[]>();
  for (const { name, shape } of tensors) {
    if (!name.startsWith("blk.")) sizes.set(name, shape);
  }
  const architecture = plain.get("general.architecture");
  return {
    architecture: typeof architecture === "string" ? architecture : "",
    metadata: plain,
    tensors: sizes,
  };
}

async function readIfThere(place: Place, name: string): Promise<JsonObject | undefined> {
  const stat = await place.files.stat(joinPath(place.folder, name));
  place.signal?.throwIfAborted();
  return stat?.kind === "file" ? readObject(place, name) : undefined;
}

async function readObject(
  { files, folder, problems, signal }: Place,
  name: string | undefined,
): Promise<JsonObject | undefined> {
  if (name === undefined) return undefined;
  try {
    const path = joinPath(folder, name);
    const bytes = await readWhole({ files, path, file: name, limit: CONFIG_BYTE_LIMIT }, signal);
    const tree = parseJsonTree(decodeText(bytes, name).value, name).value;
    return tree === undefined ? undefined : asObject(toJsonValue(tree));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { code, message } = error;
    problems.push({ code, severity: "warning", message, file: name });
    return undefined;
  }
}
