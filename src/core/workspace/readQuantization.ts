import type { Node } from "jsonc-parser";
import { decodeText } from "../bytes/decodeText.ts";
import { joinPath, type Files } from "../bytes/files.ts";
import { CONFIG_BYTE_LIMIT } from "../bytes/limits.ts";
import { FormatError } from "../errors.ts";
import {
  parseQuantizationConfig,
  type QuantizationSource,
} from "../formats/packed/parseQuantizationConfig.ts";
import type { QuantizationConfig } from "../formats/packed/quantizationConfig.ts";
import { memberOf } from "../json/jsonNode.ts";
import { parseJsonTree } from "../json/parseJsonTree.ts";
import type { Parsed } from "../problem.ts";
import type { ModelFolder } from "./modelFolder.ts";
import { readWhole } from "./readWhole.ts";

/**
 * How the folder's weights are packed: as its config says, else as a file of the quantiser beside it says;
 * `undefined` where nothing says anything, or nothing that can be used.
 */
export async function readQuantization(
  files: Files,
  folder: ModelFolder,
  signal?: AbortSignal,
): Promise<Parsed<QuantizationConfig | undefined>> {
  const { config } = folder;
  const source = config === undefined ? undefined : inConfig(config.tree, config.file);
  if (source !== undefined) return parseQuantizationConfig(source);
  for (const { name, find } of besides) {
    const path = joinPath(folder.path, name);
    if ((await files.stat(path))?.kind !== "file") continue;
    try {
      const limit = CONFIG_BYTE_LIMIT;
      const bytes = await readWhole({ files, path, file: name, limit }, signal);
      const { value: tree, problems } = parseJsonTree(decodeText(bytes, name).value, name);
      const found = tree === undefined ? undefined : find(tree);
      const { value, problems: more } =
        found === undefined ? { value: undefined, problems: [] } : parseQuantizationConfig(found);
      return { value, problems: [...problems, ...more] };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      const { code, message } = error;
      return { value: undefined, problems: [{ code, severity: "error", message, file: name }] };
    }
  }
  return { value: undefined, problems: [] };
}

/** `quantization_config` of the config or of its language model; MLX's own `quantization`. */
function inConfig(tree: Node, file: string): QuantizationSource | undefined {
  const mlx = memberOf(tree, "quantization");
  if (mlx?.type === "object") {
    return { node: mlx, file, prefix: "quantization.", method: "mlx" };
  }
  for (const part of ["", "text_config", "language_config", "llm_config"]) {
    const node = memberOf(part === "" ? tree : memberOf(tree, part), "quantization_config");
    if (node?.type !== "object") continue;
    const prefix = `${part === "" ? "" : `${part}.`}quantization_config.`;
    return { node, file, prefix, method: undefined };
  }
  return undefined;
}

/** Files of quantisers, in the order in which they count. */
const besides: readonly { name: string; find: (tree: Node) => QuantizationSource | undefined }[] = [
  {
    name: "quantize_config.json",
    find: (node) => ({ node, file: "quantize_config.json", prefix: "", method: "gptq" }),
  },
  {
    name: "hf_quant_config.json",
    find: (tree) => {
      const node = memberOf(tree, "quantization");
      return node?.type === "object"
        ? { node, file: "hf_quant_config.json", prefix: "quantization.", method: "modelopt" }
        : undefined;
    },
  },
];
