/** Kinds of metadata values, by the names that gguf-py gives their numbers. */
export type GgufValueType =
  | "UINT8"
  | "INT8"
  | "UINT16"
  | "INT16"
  | "UINT32"
  | "INT32"
  | "FLOAT32"
  | "BOOL"
  | "STRING"
  | "ARRAY"
  | "UINT64"
  | "INT64"
  | "FLOAT64";

/** The kinds whose values all have the same size. */
export type GgufScalarType = Exclude<GgufValueType, "STRING" | "ARRAY">;

/** The kind of that number; `undefined` for numbers that the format does not have. Source: ggml's gguf.h. */
export function ggufValueType(id: number): GgufValueType | undefined {
  return byId[id];
}

export function isScalarType(type: GgufValueType): type is GgufScalarType {
  return type !== "STRING" && type !== "ARRAY";
}

/** Bytes of one value. */
export const scalarBytes: Readonly<Record<GgufScalarType, number>> = {
  UINT8: 1,
  INT8: 1,
  UINT16: 2,
  INT16: 2,
  UINT32: 4,
  INT32: 4,
  FLOAT32: 4,
  BOOL: 1,
  UINT64: 8,
  INT64: 8,
  FLOAT64: 8,
};

/** The least that a value takes: a text has its length, an array its kind and its count. */
export function leastBytes(type: GgufValueType): number {
  if (type === "STRING") return 8;
  return type === "ARRAY" ? 12 : scalarBytes[type];
}

const byId: readonly GgufValueType[] = [
  "UINT8",
  "INT8",
  "UINT16",
  "INT16",
  "UINT32",
  "INT32",
  "FLOAT32",
  "BOOL",
  "STRING",
  "ARRAY",
  "UINT64",
  "INT64",
  "FLOAT64",
];
