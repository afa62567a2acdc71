import type { ByteSource } from "../../bytes/byteSource.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import type { Parsed } from "../../problem.ts";
import type { TensorTable } from "../tensorTable.ts";
import type { GgufMetadata } from "./ggufMetadata.ts";
import { readGguf } from "./readGguf.ts";
import { reportOddValues } from "./reportOddValues.ts";

/** The tensor table of a GGUF file under the file's own names. @throws FormatError as `readGguf`. */
export async function readGgufTable(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const { value, problems } = await readGguf(source, file, signal);
  const odd = new ProblemList(file);
  reportOddValues(value.metadata, odd);
  const metadata = shownMetadata(value.metadata);
  return {
    value: { tensors: value.tensors, metadata, format: "gguf" },
    problems: [...problems, ...odd.list],
  };
}

/** Numbers and short texts as text; of arrays and long texts what they are, since nobody has read them. */
function shownMetadata(metadata: GgufMetadata): ReadonlyMap<string, string> {
  return new Map(
    metadata.entries.map(({ key, type, value, items, byteLength }) => {
      if (items !== undefined) return [key, `${items.count} × ${items.type}`];
      return [key, value === undefined ? `${type} of ${byteLength} bytes` : String(value)];
    }),
  );
}
