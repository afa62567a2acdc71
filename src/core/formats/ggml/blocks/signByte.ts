/**
 * The signs of eight elements from seven bits: the eighth makes their number of minus signs even (`ksigns_iq2xs`).
 * Bit k of the result is set where element k is negative.
 */
export function signByte(sevenBits: number): number {
  let parity = sevenBits ^ (sevenBits >> 4);
  parity ^= parity >> 2;
  parity ^= parity >> 1;
  return sevenBits | ((parity & 1) << 7);
}
