import type { BlockType } from "./ggml/blockTypes.ts";

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
  | "C64";

/** Where one tensor lies: enough to read any part of it, nothing of it read yet. */
export interface TensorInfo {
  readonly name: string;
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
export type TensorStorage = BlocksStorage | ChunkedStorage | StridedStorage;

/** Quantised blocks of ggml, row by row; their values are float32. */
export interface BlocksStorage {
  readonly kind: "blocks";
  readonly type: BlockType;
  /** In blocks of a big-endian file only the fields of several bytes are turned round. */
  readonly byteOrder: "little" | "big";
}

/** Elements at regular distances: views of PyTorch, Fortran order of NumPy, big-endian elements of either. */
export interface StridedStorage {
  readonly kind: "strided";
  /** In elements, one an axis, none negative; the first element stands at the tensor's `offset`. */
  readonly strides: readonly number[];
  readonly byteOrder: "little" | "big";
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

export type ChunkFilter = "deflate" | "shuffle" | "fletcher32";
