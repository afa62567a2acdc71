import type { EngineInput, EngineRequest } from "../engine.ts";
import { isOn, numberSetting } from "../settings.ts";

/** num_ctx, as it was asked for and as it becomes. */
export interface ContextSize {
  readonly asked: number;
  readonly value: number;
  /** In words, for messages. */
  readonly origin: string;
  /** Nobody set it: it follows from the memory of the GPU. */
  readonly isAutomatic: boolean;
  readonly isClamped: boolean;
}

/**
 * num_ctx by order of precedence (`server/routes.go:146`, `:2051`), not below 4 or, with vision, 2048
 * (`server/sched.go:170`), not above the file's context_length (`llm/server.go:114`).
 */
export function contextSize(
  input: EngineInput,
  request: EngineRequest,
  trained: number | undefined,
): ContextSize {
  const { asked, origin } = askedSize(request);
  const least = isVision(input, request) ? LEAST_WITH_VISION : LEAST;
  const raised = Math.max(Math.trunc(asked), least);
  const isClamped = trained !== undefined && trained > 0 && raised > trained;
  const isAutomatic = origin.startsWith("default");
  return { asked, value: isClamped ? trained : raised, origin, isAutomatic, isClamped };
}

const LEAST = 4;
const LEAST_WITH_VISION = 2048;

function askedSize({ length, settings }: EngineRequest): {
  readonly asked: number;
  readonly origin: string;
} {
  const requested = numberSetting(settings, "request_num_ctx") ?? length;
  if (requested !== undefined) return { asked: requested, origin: "num_ctx of the request" };
  const modelfile = numberSetting(settings, "modelfile_num_ctx");
  if (modelfile !== undefined) return { asked: modelfile, origin: "PARAMETER num_ctx" };
  const environment = numberSetting(settings, "OLLAMA_CONTEXT_LENGTH") ?? 0;
  if (environment > 0) return { asked: environment, origin: "OLLAMA_CONTEXT_LENGTH" };
  return bySizeOfMemory(numberSetting(settings, "vram_gib"));
}

function bySizeOfMemory(gib: number | undefined): {
  readonly asked: number;
  readonly origin: string;
} {
  if (gib === undefined) {
    return { asked: 4096, origin: "default where the GPU has less than 23 GiB, as assumed here" };
  }
  const asked = gib >= 47 ? 262_144 : gib >= 23 ? 32_768 : 4096;
  return { asked, origin: `default for ${gib} GiB of GPU memory` };
}

function isVision({ gguf }: EngineInput, { settings }: EngineRequest): boolean {
  if (settings.has("vision")) return isOn(settings, "vision");
  return gguf?.metadata.has(`${gguf.architecture}.vision.block_count`) === true;
}
