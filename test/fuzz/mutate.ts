import { seededRandom } from "../unit/core/seededRandom.ts";

type Random = (bound: number) => number;

/**
 * Mutation number `index` of a file: the same for the same seed, whatever came before it, so that one that fails can
 * be looked at alone.
 */
export function mutate(bytes: Uint8Array, seed: number, index: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  let mutant = Uint8Array.from(bytes);
  const steps = 1 + random(3);
  for (let step = 0; step < steps; step++) {
    const change = changes[random(changes.length)] ?? flipBits;
    mutant = change(mutant, random);
  }
  return mutant;
}

type Change = (bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>;

/** Half of the changes fall on the head of a file, where counts and offsets stand. */
function place(length: number, random: Random): number {
  return random(2) === 0 ? random(Math.min(length, HEAD_BYTES) || 1) : random(length || 1);
}

const HEAD_BYTES = 256;

const flipBits: Change = (bytes, random) => {
  const count = 1 + random(8);
  for (let i = 0; i < count && bytes.length > 0; i++) {
    const at = place(bytes.length, random);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
  }
  return bytes;
};

const cutOff: Change = (bytes, random) => bytes.slice(0, place(bytes.length, random));

/** Counts, offsets and lengths at the ends of their ranges, in both byte orders and in 1, 2, 4 and 8 bytes. */
const absurdNumber: Change = (bytes, random) => {
  const width = 1 << random(4);
  if (bytes.length < width) return bytes;
  const at = Math.min(place(bytes.length, random), bytes.length - width);
  const value = absurd[random(absurd.length)] ?? 0n;
  const isLittle = random(3) > 0;
  for (let i = 0; i < width; i++) {
    const byte = Number((value >> BigInt(8 * i)) & 0xffn);
    bytes[isLittle ? at + i : at + width - 1 - i] = byte;
  }
  return bytes;
};

const absurd: readonly bigint[] = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  0x1_0000n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  2n ** 40n,
  2n ** 53n,
  2n ** 62n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

const copyOver: Change = (bytes, random) => {
  const length = 1 + random(64);
  const from = place(bytes.length, random);
  bytes.copyWithin(place(bytes.length, random), from, from + length);
  return bytes;
};

const takeOut: Change = (bytes, random) => {
  const at = place(bytes.length, random);
  return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random(32)));
};

const putIn: Change = (bytes, random) => {
  const at = place(bytes.length, random);
  const from = place(bytes.length, random);
  const piece = bytes.slice(from, from + 1 + random(64));
  return joined(bytes.subarray(0, at), piece, bytes.subarray(at));
};

/** Digits become nines: numbers in text, which JSON, headers of NumPy and word vectors have. */
const largeText: Change = (bytes, random) => {
  const start = place(bytes.length, random);
  let at = bytes.findIndex((byte, i) => i >= start && byte >= 0x30 && byte <= 0x39);
  const end = at + 1 + random(12);
  for (; at >= 0 && at < Math.min(end, bytes.length); at++) bytes[at] = 0x39;
  return bytes;
};

const changes: readonly Change[] = [
  flipBits,
  flipBits,
  cutOff,
  absurdNumber,
  absurdNumber,
  absurdNumber,
  copyOver,
  takeOut,
  putIn,
  largeText,
];

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
