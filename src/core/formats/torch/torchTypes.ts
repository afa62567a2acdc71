/** A type of elements: its safetensors name where it has one, else torch's own. */
export interface ElementType {
  readonly name: string;
  readonly bytes: number;
}

/** The type of a storage by its class ("torch.FloatStorage", "torch.cuda.HalfStorage"). */
export function typeOfStorage(className: string): ElementType | "untyped" | undefined {
  const [, kind] = /^torch\.(?:cuda\.|storage\.)?(\w+?)Storage$/.exec(className) ?? [];
  if (kind === "Untyped" || kind === "_Untyped") return "untyped";
  const dtype = kind === undefined ? undefined : storageKinds.get(kind);
  return dtype === undefined ? undefined : typeOfDtype(`torch.${dtype}`);
}

/** The type by torch's name of it ("torch.float16"). */
export function typeOfDtype(name: string): ElementType | undefined {
  return name.startsWith("torch.") ? dtypes.get(name.slice("torch.".length)) : undefined;
}

const storageKinds: ReadonlyMap<string, string> = new Map([
  ["Float", "float32"],
  ["Double", "float64"],
  ["Half", "float16"],
  ["BFloat16", "bfloat16"],
  ["Long", "int64"],
  ["Int", "int32"],
  ["Short", "int16"],
  ["Char", "int8"],
  ["Byte", "uint8"],
  ["Bool", "bool"],
  ["ComplexFloat", "complex64"],
  ["ComplexDouble", "complex128"],
  ["QInt8", "qint8"],
  ["QUInt8", "quint8"],
  ["QInt32", "qint32"],
]);

const dtypes: ReadonlyMap<string, ElementType> = new Map([
  ["float32", { name: "F32", bytes: 4 }],
  ["float64", { name: "F64", bytes: 8 }],
  ["float16", { name: "F16", bytes: 2 }],
  ["bfloat16", { name: "BF16", bytes: 2 }],
  ["int64", { name: "I64", bytes: 8 }],
  ["int32", { name: "I32", bytes: 4 }],
  ["int16", { name: "I16", bytes: 2 }],
  ["int8", { name: "I8", bytes: 1 }],
  ["uint64", { name: "U64", bytes: 8 }],
  ["uint32", { name: "U32", bytes: 4 }],
  ["uint16", { name: "U16", bytes: 2 }],
  ["uint8", { name: "U8", bytes: 1 }],
  ["bool", { name: "BOOL", bytes: 1 }],
  ["complex32", { name: "complex32", bytes: 4 }],
  ["complex64", { name: "C64", bytes: 8 }],
  ["complex128", { name: "C128", bytes: 16 }],
  ["float8_e4m3fn", { name: "F8_E4M3", bytes: 1 }],
  ["float8_e5m2", { name: "F8_E5M2", bytes: 1 }],
  ["float8_e4m3fnuz", { name: "F8_E4M3FNUZ", bytes: 1 }],
  ["float8_e5m2fnuz", { name: "F8_E5M2FNUZ", bytes: 1 }],
  ["float8_e8m0fnu", { name: "F8_E8M0", bytes: 1 }],
  ["qint8", { name: "qint8", bytes: 1 }],
  ["quint8", { name: "quint8", bytes: 1 }],
  ["qint32", { name: "qint32", bytes: 4 }],
]);
