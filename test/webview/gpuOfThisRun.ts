/** `npm test` runs the webview tests twice: POSLENS_GPU says what WebGPU finds this time. */
export function gpuOfThisRun(): "software" | "none" {
  const word = process.env["POSLENS_GPU"] ?? "none";
  if (word === "software" || word === "none") return word;
  throw new Error(`POSLENS_GPU is '${word}': software or none`);
}
