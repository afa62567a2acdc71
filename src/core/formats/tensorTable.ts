import type { Packing, PartRole } from "./packed/packing.ts";
import type { BlockType } from "./ggml/blockType.ts";

/** Element types by their safetensors names; formats map their own names onto these. */
export type DType =
  | "BOOL"
  | "U8"
  | "I8"
  | "F8_E4M3"
  | "F8_E5M2"
  | "F8_E4M3FNUZ"
  | "F8_E5M2FNUZ"
  | "F8_E8M0"
  | "I16"
  | "U16"
  | "F16"
  | "BF16"
  | "I32"
  | "U32"
  | "F32"
  | "F64"
  | "I64"
  | "U64"
  | "C64"
  | "C128";

/** Where one tensor lies: enough to read any part of it, nothing of it read yet. */
export interface TensorInfo {
  readonly name: string;
  /** The name in the file, where `name` is another: a GGUF tensor under its hub name. */
  readonly storedName?: string;
  /** `undefined` where the file names a type that is not known; `dtypeName` then says which. */
  readonly dtype: DType | undefined;
  readonly dtypeName: string;
  /** Outermost axis first, as in PyTorch. Empty for a scalar. */
  readonly shape: readonly number[];
  /** Name of the file in the model folder ("model-00001-of-00004.safetensors"). */
  readonly file: string;
  /** First byte in that file. */
  readonly offset: number;
  readonly byteLength: number;
  /** How the bytes become values where they are not row-major little-endian elements of `dtype` already. */
  readonly storage?: TensorStorage;
}

/**
 * The kinds of storage with what their readers (`storage/registry.ts`) need to know. Plain data, since it crosses to
 * the webview. `dtype` of such a tensor is the type of its *values*; `dtypeName` says what the file has ("Q4_K").
 */
export type TensorStorage =
  | ArrangedStorage
  | BlocksStorage
  | ChunkedStorage
  | EnclosedStorage
  | FieldsStorage
  | InflatedStorage
  | MissingStorage
  | PackedStorage
  | StridedStorage
  | WordsStorage;

/** A tensor whose values the file has in another order, turned round, or with a constant added. */
export interface ArrangedStorage {
  readonly kind: "arranged";
  readonly arrangement: Arrangement;
  /** As the file has it. */
  readonly part: TensorInfo;
}

/**
 * How values of the file become those of the hub's layout.
 * `paired`: the rows of each head stand pair by pair (0, h/2, 1, h/2 + 1 …) and become halves.
 * `grouped`: rows of all query heads, then of all key heads, then of all value heads become groups of `queries` query
 * heads with a key head and a value head each.
 * `transposed`: the two axes change places. `added`: `by` is added in float32.
 */
export type Arrangement =
  | { readonly kind: "paired"; readonly heads: number }
  | { readonly kind: "grouped"; readonly groups: number; readonly queries: number }
  | { readonly kind: "transposed" }
  | { readonly kind: "added"; readonly by: number };

/** Quantised blocks of ggml, row by row; their values are float32. */
export interface BlocksStorage {
  readonly kind: "blocks";
  readonly type: BlockType;
  /** In blocks of a big-endian file only the fields of several bytes are turned round. */
  readonly byteOrder: "little" | "big";
}

/** Elements at regular distances: views of PyTorch, Fortran order of NumPy, big-endian elements of either. */
export interface StridedStorage extends ElementLayout {
  readonly kind: "strided";
}

/** Where the elements of a view are, from its first one on. */
export interface ElementLayout {
  /** In elements, one an axis, none negative; the first element stands at the tensor's `offset`. */
  readonly strides: readonly number[];
  readonly byteOrder: "little" | "big";
  /** The values are the negatives of what is stored, as in some views of PyTorch. */
  readonly negated?: true;
  /** The imaginary parts have the other sign than what is stored, as in some views of PyTorch. */
  readonly conjugated?: true;
}

/** Elements inside a deflated member of an archive (`.npz`, some `.bin`); `offset` is that of the member's data. */
export interface InflatedStorage extends ElementLayout {
  readonly kind: "inflated";
  /** Bytes of the member in the file and inflated. */
  readonly deflatedLength: number;
  readonly inflatedLength: number;
  /** Where in the inflated member the first element is. */
  readonly start: number;
}

/** Values in the typed fields of a message of protocol buffers (ONNX). */
export interface FieldsStorage {
  readonly kind: "fields";
  /** Of their own width in little endian, or of variable length. */
  readonly encoding: "fixed" | "varint";
  readonly pieces: readonly { readonly offset: number; readonly length: number }[];
}

/** Values that the file does not have, or not where it says: the tensor is listed, and reading it gives the reason. */
export interface MissingStorage {
  readonly kind: "missing";
  /** What is wrong, as the end of a sentence. */
  readonly reason: string;
}

export interface TensorTable {
  /** In file order; names are unique. */
  readonly tensors: readonly TensorInfo[];
  /** Text that the file carries about itself. A Map, since keys come from hostile files. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Id of the format that read it ("safetensors"). */
  readonly format: string;
}

/** Blocks of one shape, each filtered on its own, found through an index (HDF5). */
export interface ChunkedStorage {
  readonly kind: "chunked";
  readonly byteOrder: "little" | "big";
  /** Elements of a chunk along each axis; chunks at the edges are whole as well. */
  readonly chunk: readonly number[];
  readonly index:
    | { readonly kind: "none" }
    | {
        readonly kind: "single";
        readonly address: number;
        readonly byteLength?: number;
        readonly mask: number;
      }
    | { readonly kind: "implicit"; readonly address: number }
    | {
        readonly kind: "tree";
        readonly address: number;
        readonly widths: { readonly address: number; readonly length: number };
      };
  /** In the order in which they were applied when written. */
  readonly filters: readonly ChunkFilter[];
  /** Bytes of an element that was never written, in the file's byte order. */
  readonly fill: readonly number[];
}

/** Chunks of an HDF5 file that is a member of an archive (`.keras`): addresses count from the member's first byte. */
export interface EnclosedStorage {
  readonly kind: "enclosed";
  /** `offset` is that of the member's data in the archive. */
  readonly member: {
    readonly offset: number;
    readonly deflatedLength: number;
    readonly inflatedLength: number;
    readonly packing: "stored" | "deflated";
  };
  readonly inner: ChunkedStorage;
}

export type ChunkFilter = "deflate" | "shuffle" | "fletcher32";

/** Vectors of words in a file of static embeddings, row by row; the file itself says where each one stands. */
export interface WordsStorage {
  readonly kind: "words";
  /** Where the number of rows comes from: the words themselves, the file's header, or its first lines. */
  readonly counted: "found" | "stated" | "estimated";
}

/** A weight of a quantised checkpoint, packed in several tensors of the file; its values are float32. */
export interface PackedStorage {
  readonly kind: "packed";
  readonly packing: Packing;
  /** What a tree shows beneath the weight; all together have its `byteLength`. */
  readonly parts: readonly PackedPart[];
}

/** A tensor of the file, stored as it is listed. */
export interface PackedPart {
  readonly role: PartRole;
  readonly tensor: TensorInfo;
}
