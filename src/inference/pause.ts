/** Named here and not taken from a library: this layer has neither the DOM's types nor Node's. */
declare const setTimeout: (callback: () => void, milliseconds: number) => unknown;

/**
 * Lets messages that wait (a cancel above all) be heard. The WebAssembly and CPU backends compute
 * synchronously, so awaiting their results alone would never give the event loop a turn.
 */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
