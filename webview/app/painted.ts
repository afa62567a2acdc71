/** A hidden page paints no frames; nobody waits longer for one than this. */
const longestWaitMs = 200;

/**
 * Resolves when what was changed until now has been painted: the next frame draws it, and a message that is sent
 * from within the frame arrives once the frame is done.
 */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const done = (): void => {
      clearTimeout(timer);
      port1.close();
      resolve();
    };
    const timer = setTimeout(done, longestWaitMs);
    port1.onmessage = done;
    requestAnimationFrame(() => port2.postMessage(null));
  });
}
