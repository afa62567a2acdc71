/** Pieces of a GGUF file of version 3, little endian, for tests that need one with something odd in it. */
export function ggufFile(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joined([Buffer.from("GGUF"), u32(3), u64(0), u64(entries.length), ...entries]);
}

export function textsEntry(key: string, texts: readonly Uint8Array[]): Uint8Array {
  const items = texts.flatMap((bytes) => [u64(bytes.length), bytes]);
  return joined([text(key), u32(9), u32(8), u64(texts.length), ...items]);
}

export function textEntry(key: string, value: string): Uint8Array {
  return joined([text(key), u32(8), text(value)]);
}

function text(value: string): Uint8Array {
  const bytes = Buffer.from(value);
  return joined([u64(bytes.length), bytes]);
}

function u32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function u64(value: number): Uint8Array {
  return new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}
