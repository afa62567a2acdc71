/** Every wait in this folder has an end, and says what it waited for. */

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @template T
 * @param {number} ms
 * @param {string} what  named in the error
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function within(ms, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not done after ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Looks again and again until there is something to see.
 * @template T
 * @param {number} ms
 * @param {string} what  named in the error, together with the last error of `look`
 * @param {() => T | Promise<T>} look  gives undefined, null or false while there is nothing yet
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(ms, what, look) {
  const end = performance.now() + ms;
  let reason = "";
  while (performance.now() < end) {
    try {
      const seen = await within(
        Math.max(1, end - performance.now()),
        what,
        Promise.resolve(look()),
      );
      if (seen !== undefined && seen !== null && seen !== false) return seen;
    } catch (error) {
      // A window that is still being drawn answers with errors: only the last one tells something.
      reason = ` (${String(error.message).split("\n")[0]})`;
    }
    await pause(50);
  }
  throw new Error(`${what}: not seen in ${ms} ms${reason}`);
}
