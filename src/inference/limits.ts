const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

/**
 * Longest prompt, in tokens: one head's map of it is n² float32 = 64 MiB, and a map is never larger
 * (DESIGN section 5). Longer prompts need tiles of a map, which this version does not draw.
 */
export const maxTokens = 4096;

/** Scores that exist at once while a layer runs; more heads than fit are taken in turns. */
export const maxScoreBytes = 64 * MiB;

/**
 * Bytes on disk that one run may ask for. 16-bit weights double when decoded, and the heap of the
 * WebAssembly backend ends at 4 GiB.
 */
export const maxNeededBytes = 2 * GiB;

/** Decoded weights that stay between runs; the layers that were used longest ago leave first. */
export const maxCachedBytes = GiB;

/** Decoded embedding rows that stay between prompts, in main memory. */
export const maxCachedRowBytes = 64 * MiB;

/** q and k of all computed layers, which stay on the device until the next prompt. */
export const maxKeptBytes = GiB;

/** All arrays of a trace, which are held until the file is written. */
export const maxTraceBytes = GiB;
