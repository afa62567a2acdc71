/** Element types by their safetensors names; formats map their own names onto these. */
export type DType =
  | "BOOL"
  | "U8"
  | "I8"
  | "F8_E4M3"
  | "F8_E5M2"
  | "I16"
  | "U16"
  | "F16"
  | "BF16"
  | "I32"
  | "U32"
  | "F32"
  | "F64"
  | "I64"
  | "U64";

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
export type TensorStorage = StridedStorage;

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
