import { shownText } from "../../bytes/shownText.ts";
import type { ProblemList } from "../../bytes/problemList.ts";
import type { GgufMetadata } from "./ggufMetadata.ts";

/** Values that no model can have, whatever it is: said with the table, for those who look at nothing else. */
export function reportOddValues(metadata: GgufMetadata, problems: ProblemList): void {
  for (const { key, type, value, offset } of metadata.entries) {
    const report = (wanted: string): void => {
      const message = `${shownText(key)} is ${String(value)}; ${wanted}`;
      problems.add("bad-value", "warning", message, { key, offset });
    };
    if (key === "general.architecture" && type !== "STRING") report("it must be a text");
    else if (typeof value === "number" && !Number.isFinite(value))
      report("no number of a model is");
    else if (value === 0 && sizes.some((size) => key.endsWith(size))) report("it must be above 0");
  }
}

const sizes = [".context_length", ".embedding_length", ".block_count", ".attention.head_count"];
