/** Buffers that leave with a value; weak, so that a value that is never sent holds nothing. */
const leaving = new WeakMap<object, readonly ArrayBuffer[]>();

/**
 * Says that these buffers go over with the value (params, result or payload) and are empty here afterwards,
 * where the port can move memory (window ↔ worker). Ports that cannot, copy.
 */
export function transferring<T extends object>(value: T, buffers: readonly ArrayBuffer[]): T {
  leaving.set(value, buffers);
  return value;
}

/** The buffers that were named for this value. */
export function transferOf(value: unknown): readonly ArrayBuffer[] {
  return typeof value === "object" && value !== null ? (leaving.get(value) ?? []) : [];
}
