type Growing = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** The same values in a buffer with room for `length`, at least twice as long as before where it has to grow. */
export function growTo<T extends Growing>(values: T, length: number): T {
  if (length <= values.length) return values;
  const Kind = values.constructor as new (length: number) => T;
  const grown = new Kind(Math.max(length, values.length * 2));
  grown.set(values);
  return grown;
}
