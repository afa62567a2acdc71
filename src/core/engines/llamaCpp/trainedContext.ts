import type { EngineInput, EngineRequest } from "../engine.ts";
import { numberSetting } from "../settings.ts";

/**
 * `<arch>.context_length`, which llama.cpp takes for the trained length: as told, from the file, or what a converter
 * would write for a model that is no GGUF yet. `undefined` where nothing says it.
 */
export function trainedContext(input: EngineInput, request: EngineRequest): number | undefined {
  const told = numberSetting(request.settings, "context_length");
  if (told !== undefined) return told;
  return input.gguf === undefined
    ? input.spec?.lengths.declared
    : ggufNumber(input, "context_length");
}

/** A number under the prefix of the architecture. */
export function ggufNumber({ gguf }: EngineInput, name: string): number | undefined {
  const value = gguf?.metadata.get(`${gguf.architecture}.${name}`);
  return typeof value === "number" ? value : undefined;
}

export function ggufText({ gguf }: EngineInput, name: string): string | undefined {
  const value = gguf?.metadata.get(`${gguf.architecture}.${name}`);
  return typeof value === "string" ? value : undefined;
}

/** Contexts are whole multiples of this (`GGML_PAD` in `src/llama-context.cpp`). */
export function paddedContext(length: number): number {
  return Math.ceil(length / 256) * 256;
}
