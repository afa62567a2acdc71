/** A hidden page paints no frames; nobody waits longer for one than this. */
const longestWaitMs = 200;

/** Resolves when what was changed until now has been painted: after the next frame, since that one only draws it. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, longestWaitMs);
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  });
}
