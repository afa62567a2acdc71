import type { Files } from "../bytes/files.ts";
import { describingTensors } from "../formats/packed/describingTensors.ts";
import { toLogicalTable } from "../formats/packed/toLogicalTable.ts";
import type { TensorTable } from "../formats/tensorTable.ts";
import type { Parsed } from "../problem.ts";
import type { ModelFolder } from "./modelFolder.ts";
import { readDescriptions } from "./readDescriptions.ts";
import { readQuantization } from "./readQuantization.ts";

/** A table as its files store it, with packed weights resolved as the folder's config says. */
export async function readLogicalTable(
  { files, folder }: { readonly files: Files; readonly folder: ModelFolder },
  stored: Parsed<TensorTable>,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  if (!packedFormats.includes(stored.value.format)) return stored;
  const { value: config, problems } = await readQuantization(files, folder, signal);
  if (config === undefined) {
    return { value: stored.value, problems: [...stored.problems, ...problems] };
  }
  const describing = describingTensors(stored.value, config);
  const contents = await readDescriptions({ files, folder: folder.path }, describing, signal);
  const logical = toLogicalTable(stored.value, config, contents);
  return {
    value: logical.value,
    problems: [...stored.problems, ...problems, ...logical.problems],
  };
}

/** Formats whose weights a quantiser of the hub packs; a GGUF file packs its own way. */
const packedFormats: readonly string[] = ["safetensors", "torch"];
