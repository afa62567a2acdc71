import type { Engine } from "./engine.ts";
import { llamaCpp } from "./llamaCpp/llamaCpp.ts";
import { llamaServer } from "./llamaCpp/llamaServer.ts";
import { mlx } from "./mlx.ts";
import { ollama } from "./ollama/ollama.ts";
import { onnxruntimeGenai } from "./onnxruntimeGenai.ts";
import { sglang } from "./sglang.ts";
import { tensorrtLlm } from "./tensorrtLlm.ts";
import { tgi } from "./tgi.ts";
import { transformers } from "./transformers/transformers.ts";
import { vllm } from "./vllm/vllm.ts";

/** Every engine that has verdicts, in the order of tables. */
export const engines: readonly Engine[] = [
  transformers,
  vllm,
  llamaCpp,
  llamaServer,
  ollama,
  sglang,
  tgi,
  tensorrtLlm,
  mlx,
  onnxruntimeGenai,
];

/** By the word of a setting; `undefined` for an engine without verdicts here. */
export function engineById(id: string): Engine | undefined {
  return engines.find((engine) => engine.id === id);
}
