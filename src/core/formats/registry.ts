import type { ByteSource } from "../bytes/byteSource.ts";
import { readEmbeddingTable } from "../embeddings/embeddingTable.ts";
import { byContent } from "../embeddings/recogniseEmbeddings.ts";
import { FormatError } from "../errors.ts";
import type { Parsed } from "../problem.ts";
import { readGgufTable } from "./gguf/readGgufTable.ts";
import { readHdf5 } from "./hdf5/hdf5.ts";
import { readNpy } from "./numpy/npy.ts";
import { readOnnx } from "./onnx/readOnnx.ts";
import { readSafetensors } from "./safetensors.ts";
import type { TensorTable } from "./tensorTable.ts";
import { readTorch } from "./torch/readTorch.ts";
import { unreadFormats } from "./unreadFormats.ts";
import { readZipCheckpoint } from "./zip/readZipCheckpoint.ts";

/** A kind of file that carries weights. */
export interface CheckpointFormat {
  readonly id: string;
  /** With their dot, lower case; whole names of files where an extension says too little. */
  readonly extensions: readonly string[];
  /** By the first bytes alone: names lie. */
  recognises(head: Uint8Array, name: string): boolean;
  /** @throws FormatError where nothing of the file can be shown. */
  read(source: ByteSource, file: string, signal?: AbortSignal): Promise<Parsed<TensorTable>>;
}

const safetensors: CheckpointFormat = {
  id: "safetensors",
  extensions: [".safetensors"],
  recognises: (head) => {
    if (head.length < 9) return false;
    const { buffer, byteOffset, byteLength } = head;
    const length = new DataView(buffer, byteOffset, byteLength).getBigUint64(0, true);
    return head[8] === 0x7b && length > 1n && length <= 1n << 40n;
  },
  read: readSafetensors,
};

const gguf: CheckpointFormat = {
  id: "gguf",
  extensions: [".gguf"],
  recognises: (head) => beginsWith(head, "GGUF"),
  read: readGgufTable,
};

const hdf5: CheckpointFormat = {
  id: "hdf5",
  extensions: [".h5", ".hdf5"],
  recognises: (head) => beginsWith(head, "\u0089HDF\r\n\u001a\n"),
  read: readHdf5,
};

/** Word2vec, GloVe and fastText; the table says which. GloVe's `.txt` is known by its content alone. */
const embeddings: CheckpointFormat = {
  id: "embeddings",
  extensions: [".vec", ".ftz", ".glove", ".w2v"],
  recognises: (head) => byContent(head) !== undefined,
  read: readEmbeddingTable,
};

/** An archive is opened to see what is in it, whatever it is called. */
const torch: CheckpointFormat = {
  id: "torch",
  extensions: [".bin", ".pt", ".pth", ".ckpt", ".pkl"],
  recognises: (head) => beginsWith(head, ZIP_MAGIC) || isPickle(head),
  read: readTorch,
};

const npz: CheckpointFormat = {
  id: "npz",
  extensions: [".npz"],
  recognises: (head, name) => beginsWith(head, ZIP_MAGIC) && name.endsWith(".npz"),
  read: readZipCheckpoint,
};

const keras: CheckpointFormat = {
  id: "keras",
  extensions: [".keras"],
  recognises: (head, name) => beginsWith(head, ZIP_MAGIC) && name.endsWith(".keras"),
  read: readZipCheckpoint,
};

const npy: CheckpointFormat = {
  id: "npy",
  extensions: [".npy"],
  recognises: (head) => beginsWith(head, "\u0093NUMPY"),
  read: readNpy,
};

/** A message of protocol buffers has no magic number: it is known by its name. */
const onnx: CheckpointFormat = {
  id: "onnx",
  extensions: [".onnx"],
  recognises: () => false,
  read: readOnnx,
};

const ZIP_MAGIC = "PK\u0003\u0004";

/** PROTO and a protocol; older pickles begin with anything. */
function isPickle([proto, protocol = 0]: Uint8Array): boolean {
  return proto === 0x80 && protocol >= 2 && protocol <= 5;
}

/** Formats that this version reads, and those that it knows by sight and refuses with a sentence. */
export const checkpointFormats: readonly CheckpointFormat[] = [
  safetensors,
  gguf,
  hdf5,
  embeddings,
  npz,
  keras,
  torch,
  npy,
  onnx,
  ...unreadFormats.map(({ id, label, extensions, begins }): CheckpointFormat => ({
    id,
    extensions,
    recognises: (head) => begins.some((start) => beginsWith(head, start)),
    read: async (_source, file) => {
      throw new FormatError(
        "unsupported",
        `${file} is ${label}, which is not readable in this version; safetensors, GGUF, PyTorch, NumPy, ONNX and HDF5 files are`,
      );
    },
  })),
];

function beginsWith(head: Uint8Array, start: string): boolean {
  return Array.from(start, (char) => char.charCodeAt(0)).every((byte, i) => head[i] === byte);
}

/** The format of a file: by its first bytes, and where they say nothing by its name. */
export function recogniseFormat(head: Uint8Array, name: string): CheckpointFormat | undefined {
  return checkpointFormats.find((format) => format.recognises(head, name)) ?? formatByName(name);
}

export function formatByName(name: string): CheckpointFormat | undefined {
  const lower = name.toLowerCase();
  return checkpointFormats.find(({ extensions }) =>
    extensions.some((extension) => lower.endsWith(extension)),
  );
}
