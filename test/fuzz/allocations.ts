/** The most that was asked for in one piece since the last call, in bytes. */
export type LargestAllocation = () => number;

/**
 * Watches every typed array, buffer and list of a given length that is made in this thread from now on. Memory that is
 * asked for and never touched does not show in the size of the process, so the constructors themselves are watched.
 */
export function watchAllocations(): LargestAllocation {
  let largest = 0;
  const note = (bytes: number): void => {
    if (bytes > largest) largest = bytes;
  };
  for (const name of arrays) watchConstructor(name, note);
  const { from } = Array;
  Array.from = ((items: unknown, ...rest: []) => {
    if (isLengthOnly(items)) note(items.length * 8);
    return from(items as ArrayLike<unknown>, ...rest);
  }) as typeof Array.from;
  return () => {
    const most = largest;
    largest = 0;
    return most;
  };
}

const arrays = [
  "ArrayBuffer",
  "Array",
  "Int8Array",
  "Uint8Array",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
] as const;

function watchConstructor(name: (typeof arrays)[number], note: (bytes: number) => void): void {
  const original = globalThis[name];
  const width =
    "BYTES_PER_ELEMENT" in original ? original.BYTES_PER_ELEMENT : name === "Array" ? 8 : 1;
  const watched: object = new Proxy(original, {
    construct(target, args: [], newTarget: typeof original): object {
      const [first] = args as unknown[];
      if (typeof first === "number") note(first * width);
      else if (isLengthOnly(first)) note(first.length * width);
      return Reflect.construct(target, args, newTarget === watched ? target : newTarget) as object;
    },
  });
  Object.defineProperty(globalThis, name, { value: watched, configurable: true, writable: true });
}

/** `{length}` without elements: what lists are made from that have a computed value each. */
function isLengthOnly(value: unknown): value is { readonly length: number } {
  return (
    typeof value === "object" &&
    value !== null &&
    !(Symbol.iterator in value) &&
    "length" in value &&
    typeof value.length === "number"
  );
}
