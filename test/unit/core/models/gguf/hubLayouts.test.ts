import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hubLayouts } from "../../../../../src/core/models/gguf/hubLayouts.ts";

interface Names {
  readonly common: Readonly<Record<string, string>>;
  readonly architectures: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const fixture = new URL("../../../../fixtures/formats/gguf/names.json", import.meta.url);
const names = JSON.parse(readFileSync(fixture, "utf8")) as Names;

describe("names of the hub", () => {
  it.each(hubLayouts.map((layout) => [layout.architecture, layout] as const))(
    "%s: each becomes the file's in gguf-py's table",
    (architecture, { tensors }) => {
      const own = names.architectures[architecture];
      expect(own).toBeDefined();
      const written = [...tensors].map(([stored, hub]) => {
        // The table has one name for all experts, and BLOOM's without the prefix of the model with a head.
        const name = hub.name.replace(".{e}", "");
        const bare = name.replace("transformer.", "");
        return [stored, own?.[name] ?? names.common[name] ?? names.common[bare]];
      });
      expect(written).toEqual([...tensors].map(([stored]) => [stored, stored]));
    },
  );

  it("has each architecture once, and no two tensors of one name", () => {
    const architectures = hubLayouts.map((layout) => layout.architecture);
    expect(new Set(architectures).size).toBe(architectures.length);
    for (const { architecture, tensors } of hubLayouts) {
      const hub = [...tensors.values()].map((tensor) => tensor.name);
      expect(new Set(hub).size, architecture).toBe(hub.length);
    }
  });
});
