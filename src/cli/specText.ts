import type { ProvenanceJson, SpecJson } from "../core/models/toJson.ts";
import type { ModelFolder } from "../core/workspace/modelFolder.ts";
import { schemeLabel } from "../core/positions/registry.ts";
import { printable } from "./printable.ts";
import { specFields } from "./specFields.ts";
import { shortened } from "./shortened.ts";
import { table } from "./table.ts";

/** A spec for people: a headline, then each field with its value and where it comes from. */
export function specText(folder: ModelFolder, json: SpecJson): string {
  const rows = [...specFields(json)].map(([field, value]) => [
    printable(field),
    printable(shortened(value)),
    printable(originOf(json.provenance, field)),
  ]);
  return `${printable(headline(folder))}\n\n${table(rows)}`;
}

function headline({ path, config }: ModelFolder): string {
  if (config === undefined) return path;
  const { modelType, scheme, lengths } = config.spec;
  const trained = lengths.trained === undefined ? "not stated" : tokens(lengths.trained);
  const declared = lengths.declared === undefined ? "not stated" : tokens(lengths.declared);
  return `${path}: ${modelType} · ${schemeLabel(scheme)} · trained ${trained} · declared ${declared}`;
}

function tokens(count: number): string {
  return `${count.toLocaleString("en")} tokens`;
}

/** The provenance of a field, or of the nearest one above it. */
function originOf(provenance: SpecJson["provenance"], field: string): string {
  for (let name = field; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
    const from = Object.hasOwn(provenance, name) ? provenance[name] : undefined;
    if (from !== undefined) return typeof from === "string" ? from : placeOf(from);
  }
  return "";
}

function placeOf({ file, key }: ProvenanceJson): string {
  return `${file}: ${key}`;
}
