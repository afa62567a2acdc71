/** Lets waiting messages be heard, a cancel among them. @throws the signal's reason where it was. */
export function nextTurn(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      if (signal?.aborted === true) reject(signal.reason as Error);
      else resolve();
    });
  });
}
