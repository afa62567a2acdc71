import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A model folder, and a file of what the reference computes with it. */
export interface GoldenCase {
  readonly name: string;
  readonly model: string;
  /** Where the weights are, which a bare config borrows from another folder. */
  readonly weights: string;
  readonly expected: string;
}

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
const fixtures = `${root}/test/fixtures`;
/** Goldens that lie beside the repository where it is developed; a plain clone has no such folder. */
const shared = `${root}/../shared`;

/** Always there. yarn is a config of its own over the demo's weights: its attention factor is not 1. */
export const ownCases: readonly GoldenCase[] = [
  ...["llama", "llama-llama3scaling", "qwen2", "mistral", "qwen3"].map((name) => ({
    name,
    model: `${fixtures}/families/${name}`,
    weights: `${fixtures}/families/${name}`,
    expected: `${fixtures}/families/${name}/expected.safetensors`,
  })),
  ...["attention", "attention-repeat"].map((prompt) => ({
    name: `zoo/rope ${prompt}`,
    model: `${root}/media/demo/rope`,
    weights: `${root}/media/demo/rope`,
    expected: `${fixtures}/zoo/rope/${prompt}.safetensors`,
  })),
  {
    name: "zoo/rope-yarn-4 attention",
    model: `${fixtures}/zoo/rope-yarn-4`,
    weights: `${root}/media/demo/rope`,
    expected: `${fixtures}/zoo/rope-yarn-4/attention.safetensors`,
  },
];

/** More of the same kind, tested where they are and visibly skipped elsewhere. */
export const sharedCases: readonly GoldenCase[] = [
  {
    name: "llama-dynamic",
    model: `${shared}/goldens/families/llama-dynamic`,
    weights: `${shared}/goldens/families/llama-dynamic`,
    expected: `${shared}/goldens/families/llama-dynamic/expected.safetensors`,
  },
  ...["rope-linear-4", "rope-ntk-4", "rope-yarn-finetuned"].flatMap((model) =>
    ["attention", "attention-repeat"].map((prompt) => ({
      name: `zoo/${model} ${prompt}`,
      model: `${shared}/zoo/${model}`,
      // The others are the weights of `rope` under a scaling, not trained further.
      weights: `${shared}/zoo/${model === "rope-yarn-finetuned" ? model : "rope"}`,
      expected: `${shared}/goldens/zoo/${model}/${prompt}.safetensors`,
    })),
  ),
];

export function isPresent({ model, weights, expected }: GoldenCase): boolean {
  return [model, weights, expected].every((path) => existsSync(path));
}
