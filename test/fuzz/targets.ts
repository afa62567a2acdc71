import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { memorySource } from "../../src/core/bytes/memorySource.ts";
import type { OpenByteSource } from "../../src/core/bytes/byteSource.ts";
import { nameOf, type Files } from "../../src/core/bytes/files.ts";
import { FormatError } from "../../src/core/errors.ts";
import { elementCount } from "../../src/core/formats/dtype.ts";
import { readGguf } from "../../src/core/formats/gguf/readGguf.ts";
import { readGgufTable } from "../../src/core/formats/gguf/readGgufTable.ts";
import { checkpointFormats, recogniseFormat } from "../../src/core/formats/registry.ts";
import { readGgufConfig } from "../../src/core/models/gguf/readGgufConfig.ts";
import { toHubTable } from "../../src/core/models/gguf/toHubTable.ts";
import { parseHfConfig } from "../../src/core/models/hfConfig.ts";
import { parseTokenizer } from "../../src/core/tokenizers/hfTokenizer.ts";
import { TensorReader } from "../../src/core/workspace/tensorReader.ts";
import { readPackedFolder } from "./readPackedFolder.ts";
import { readVocabulary } from "./readVocabulary.ts";

/** A parser that meets mutants of the files it starts from. */
export interface FuzzTarget {
  readonly id: string;
  /** Patterns of small sound files, relative to the repository. */
  readonly seeds: readonly string[];
  /** @throws FormatError where the mutant cannot be read; nothing else may be thrown. */
  read(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> | void;
}

const fixtures = "test/fixtures";

export const targets: readonly FuzzTarget[] = [
  checkpoint("safetensors", [`${fixtures}/formats/safetensors/*.safetensors`]),
  checkpoint("gguf", [`${fixtures}/formats/gguf-container/*.gguf`]),
  {
    id: "gguf-model",
    seeds: [
      `${fixtures}/formats/gguf-container/*.gguf`,
      `${fixtures}/hostile/gguf/position-numbers-absurd.gguf`,
    ],
    read: readGgufModel,
  },
  checkpoint("hdf5", [`${fixtures}/formats/h5/*.h5`]),
  checkpoint("torch", [`${fixtures}/formats/torch/*.{pt,bin}`]),
  checkpoint("npy", [`${fixtures}/formats/numpy/*.npy`]),
  checkpoint("npz", [`${fixtures}/formats/numpy/*.npz`]),
  checkpoint("onnx", [`${fixtures}/formats/onnx/*.onnx`]),
  checkpoint("embeddings", [`${fixtures}/formats/static/*.{bin,txt,ftz}`]),
  {
    id: "packed",
    seeds: [
      `${fixtures}/quantised/*/{model,gptq_model-4bit-64g}.safetensors`,
      `${fixtures}/quantised/*/*config.json`,
    ],
    read: readPackedFolder,
  },
  {
    id: "config",
    seeds: [`${fixtures}/specs/**/config.json`, "media/demo/*/config.json"],
    read: (bytes, name) => void parseHfConfig(new TextDecoder().decode(bytes), name),
  },
  {
    id: "tokenizer",
    seeds: [`${fixtures}/tokenizers/*.tokenizer.json`],
    read: (bytes: Uint8Array): void => {
      parseTokenizer(new TextDecoder().decode(bytes), undefined).encode(
        "A word, 12 ütter\u{1f600}s.",
      );
    },
  },
  {
    id: "gguf-vocabulary",
    seeds: [`${fixtures}/tokenizers/gguf/*.gguf`],
    read: readVocabulary,
  },
  {
    id: "vocabulary",
    seeds: [
      `${fixtures}/tokenizers/sentencepiece/*.model`,
      `${fixtures}/tokenizers/vocabularies/*/{vocab.txt,vocab.json,merges.txt}`,
    ],
    read: readVocabulary,
  },
];

/** Sound files of a target, by their names. */
export function seedFiles(target: FuzzTarget): readonly { name: string; bytes: Uint8Array }[] {
  const root = join(import.meta.dirname, "../..");
  const names = target.seeds.flatMap((pattern) => globSync(pattern, { cwd: root }).toSorted());
  return names.map((name) => ({ name, bytes: readFileSync(join(root, name)) }));
}

/**
 * Opens a file as a checkpoint and reads the tensors of it that are small; a mutant may well be taken for another
 * format.
 */
function checkpoint(id: string, seeds: readonly string[]): FuzzTarget {
  if (checkpointFormats.every((format) => format.id !== id)) throw new Error(`no format ${id}`);
  return {
    id,
    seeds,
    read: async (bytes, path) => {
      const name = nameOf(path);
      const format = recogniseFormat(bytes.subarray(0, 64), name);
      if (format === undefined) return;
      const { value } = await format.read(memorySource(bytes), name);
      const reader = new TensorReader(oneFile(name, bytes), "/m", value);
      // A large tensor takes as much memory as it has values, whoever asks for it.
      const small = value.tensors.filter(({ shape }) => elementCount(shape) <= ELEMENTS_READ);
      for (const tensor of small.slice(0, TENSORS_READ)) {
        await reader.readTensor(tensor.name).catch(ignoreFormatError);
        if ((tensor.shape[0] ?? 0) > 0) {
          await reader.readRows(tensor.name, [0]).catch(ignoreFormatError);
        }
      }
      await reader.close();
    },
  };
}

/** What a GGUF says of itself: the model, every value of its metadata, and its table in the hub's layout. */
async function readGgufModel(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<void> {
  const name = nameOf(path);
  const source = memorySource(bytes);
  await readGgufConfig(source, name);
  const { value } = await readGguf(source, name);
  for (const { key } of value.metadata.entries) {
    await value.metadata.value(key);
    await value.metadata.strings(key);
    await value.metadata.numbers(key);
  }
  toHubTable((await readGgufTable(source, name)).value);
}

const TENSORS_READ = 12;
const ELEMENTS_READ = 1_000_000;

function ignoreFormatError(error: unknown): void {
  if (!(error instanceof FormatError)) throw error;
}

function oneFile(name: string, bytes: Uint8Array<ArrayBuffer>): Files {
  const path = `/m/${name}`;
  return {
    list: async () => [{ name, kind: "file" }],
    stat: async (asked) =>
      asked === path ? { kind: "file", size: bytes.length, modified: 0 } : undefined,
    open: async (asked): Promise<OpenByteSource> => {
      if (asked === path) return memorySource(bytes);
      throw new FormatError("not-found", `nothing is at ${asked}`);
    },
  };
}
