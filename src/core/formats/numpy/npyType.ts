/** A type of elements by NumPy's code for it, under its safetensors name. */
export interface NpyType {
  readonly name: string;
  readonly bytes: number;
  readonly byteOrder: "little" | "big";
}

/**
 * A code such as `<f4`: byte order (`<`, `>`, `=` for that of the writer, taken as little, `|` for none), kind, bytes.
 * `undefined` for what has no numbers: texts, records, dates, objects.
 */
export function parseNpyType(code: string): NpyType | undefined {
  const order = code[0];
  if (order === undefined || !"<>=|".includes(order)) return undefined;
  const known = names.get(code.slice(1));
  return known === undefined
    ? undefined
    : { ...known, byteOrder: order === ">" ? "big" : "little" };
}

const names: ReadonlyMap<string, { readonly name: string; readonly bytes: number }> = new Map([
  ["b1", { name: "BOOL", bytes: 1 }],
  ["i1", { name: "I8", bytes: 1 }],
  ["u1", { name: "U8", bytes: 1 }],
  ["i2", { name: "I16", bytes: 2 }],
  ["u2", { name: "U16", bytes: 2 }],
  ["i4", { name: "I32", bytes: 4 }],
  ["u4", { name: "U32", bytes: 4 }],
  ["i8", { name: "I64", bytes: 8 }],
  ["u8", { name: "U64", bytes: 8 }],
  ["f2", { name: "F16", bytes: 2 }],
  ["f4", { name: "F32", bytes: 4 }],
  ["f8", { name: "F64", bytes: 8 }],
  ["c8", { name: "C64", bytes: 8 }],
  ["c16", { name: "C128", bytes: 16 }],
]);
