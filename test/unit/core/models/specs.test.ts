import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { parseHfConfig } from "../../../../src/core/models/hfConfig.ts";
import { specToJson } from "../../../../src/core/models/toJson.ts";

const fixtures = new URL("../../../fixtures/specs/", import.meta.url).pathname;
const shared = new URL("../../../../../shared/goldens/specs/", import.meta.url).pathname;

/** The reference's own names of classes and modules, and words that are its own. */
const notOurs = new Set([
  "model_class",
  "rotary_modules",
  "layer_list",
  "form",
  "token_embedding",
  "reference",
  "error",
  "warnings",
]);

type Fields = Record<string, unknown>;

/** Field → cases in which it agrees, of all that state it. */
const table = new Map<string, { agree: number; all: number }>();

/** What the case states and ours lacks or has otherwise; what ours says beyond it is welcome. */
function differences(wanted: unknown, found: unknown, path: string): string[] {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(found) ? (found as unknown[]) : [];
    if (list.length !== wanted.length) return [`${path}: ${wanted.length} entries wanted`];
    return wanted.flatMap((entry, i) => differences(entry, list[i], `${path}[${i}]`));
  }
  if (typeof wanted === "object" && wanted !== null) {
    const object = (typeof found === "object" ? found : null) as Fields | null;
    return Object.entries(wanted)
      .filter(([name]) => !notOurs.has(name))
      .flatMap(([name, value]) => differences(value, object?.[name], `${path}.${name}`));
  }
  return wanted === found ? [] : [`${path}: ${String(found)}, wanted ${String(wanted)}`];
}

function compare(folder: string): string[] {
  const text = readFileSync(`${folder}/config.json`, "utf8");
  const expected = JSON.parse(readFileSync(`${folder}/expected.json`, "utf8")) as Fields;
  const { value, problems } = parseHfConfig(text, "config.json");
  if ("error" in expected && !problems.some(({ severity }) => severity === "error")) {
    return ["the reference refuses the file, and nothing is reported"];
  }
  const { spec } = specToJson(value!.spec, value!.provenance, value!.tree);
  return Object.entries(expected).flatMap(([field, wanted]) => {
    if (notOurs.has(field)) return [];
    const wrong = differences(wanted, (spec as Fields)[field], field);
    const row = table.get(field) ?? { agree: 0, all: 0 };
    table.set(field, { agree: row.agree + Number(wrong.length === 0), all: row.all + 1 });
    return wrong;
  });
}

describe("specs as transformers makes them", () => {
  it.each(readdirSync(fixtures))("%s", (name) => {
    expect(compare(fixtures + name)).toEqual([]);
  });
});

const cases = existsSync(shared)
  ? readdirSync(shared).filter((name) => existsSync(`${shared}${name}/expected.json`))
  : [];

describe.skipIf(cases.length === 0)("every case of the shared specs", () => {
  it.each(cases.length === 0 ? ["shared/goldens is not here"] : cases)("%s", (name) => {
    expect(compare(shared + name)).toEqual([]);
  });

  afterAll(() => {
    const rows = [...table].map(([field, { agree, all }]) => `${field} ${agree}/${all}`);
    console.info(`specs, fields that agree of all that are stated: ${rows.join(", ")}`);
  });
});
