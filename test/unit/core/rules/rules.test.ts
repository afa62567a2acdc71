import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../../../src/core/rules/finding.ts";
import { checkDocument } from "../../../../src/core/rules/checkDocument.ts";
import { rules } from "../../../../src/core/rules/index.ts";
import { parseMarkedText } from "./markedText.ts";
import { folderOfConfig } from "./testFolder.ts";

const fixtures = fileURLToPath(new URL("../../../fixtures/rules/", import.meta.url));
const pages = fileURLToPath(new URL("../../../../docs/rules/", import.meta.url));

describe.each(readdirSync(fixtures))("%s", (rule) => {
  it.each(readdirSync(join(fixtures, rule)))("%s", (name) => {
    const folder = join(fixtures, rule, name);
    const marked = readdirSync(folder).filter((file) => file.endsWith(".marked"));
    expect(marked.length).toBe(1);
    for (const file of marked) checkFixture(folder, file.slice(0, -".marked".length));
  });
});

/** Findings stand where they are drawn, and all their fixes together give the fixed text. */
function checkFixture(folder: string, document: string): void {
  const { text, marks } = parseMarkedText(readFileSync(join(folder, `${document}.marked`), "utf8"));
  const config = join(folder, "config.json");
  const model = folderOfConfig(existsSync(config) ? readFileSync(config, "utf8") : undefined);
  const findings = checkDocument({ file: `/models/demo/${document}`, text }, model);
  const found = findings.map(({ rule, severity, span }) => {
    const literal = text.slice(span.offset, span.offset + span.length);
    return { rule, severity, literal, offset: span.offset };
  });
  expect(found).toEqual(marks);
  const fixed = join(folder, `${document}.fixed`);
  expect(applyFixes(text, findings)).toBe(existsSync(fixed) ? readFileSync(fixed, "utf8") : text);
}

function applyFixes(text: string, findings: readonly Finding[]): string {
  const edits = findings.flatMap(({ fixes }) => fixes[0]?.edits ?? []);
  return edits
    .toSorted((a, b) => b.span.offset - a.span.offset)
    .reduce(
      (result, { span, newText }) =>
        result.slice(0, span.offset) + newText + result.slice(span.offset + span.length),
      text,
    );
}

describe("the list of rules", () => {
  it("has a fixture, and no fixture without a rule", () => {
    expect(readdirSync(fixtures).sort()).toEqual(rules.map(({ id }) => id).sort());
  });

  it("has a page per rule and no page without one", () => {
    const named = readdirSync(pages).filter((file) => file !== "README.md");
    expect(named.sort()).toEqual(rules.map(({ id }) => `${id}.md`).sort());
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))(
    "%s's page says what it is",
    (id, rule) => {
      const page = readFileSync(join(pages, `${id}.md`), "utf8");
      expect(page).toContain(`# ${id} ${rule.name}`);
      expect(page).toContain(rule.summary);
      expect(page).toContain("## Wrong");
      expect(page).toContain("## Right");
      expect(page).toContain(`**${rule.defaultSeverity}**`);
      expect(readFileSync(join(pages, "README.md"), "utf8")).toContain(`[${id}](${id}.md)`);
    },
  );

  it("has examples on its pages that give the finding, and give none", () => {
    for (const { id } of rules) {
      const page = readFileSync(join(pages, `${id}.md`), "utf8");
      const [wrong, right] = [examplesUnder(page, "Wrong"), examplesUnder(page, "Right")];
      expect(findingsOfExamples(wrong)).toContain(id);
      expect(findingsOfExamples(right)).toEqual([]);
    }
  });

  it("reads its files only, and gives nothing for a text that is no JSON", () => {
    const folder = folderOfConfig(undefined);
    const text = '{ "rope_tetha": 1 }';
    expect(checkDocument({ file: "/a/config.json", text }, folder)).toHaveLength(1);
    expect(checkDocument({ file: "/a/params.json", text }, folder)).toEqual([]);
    expect(checkDocument({ file: "/a/config.json", text: "" }, folder)).toEqual([]);
    expect(checkDocument({ file: "/a/config.json", text: "[1]" }, folder)).toEqual([]);
  });
});

/** JSON and Python blocks under a heading, by the file name that stands as a comment in their fence's info string. */
function examplesUnder(page: string, heading: string): ReadonlyMap<string, string> {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
  const blocks = section.matchAll(/```(?:json|python) (\S+)\n([\s\S]*?)```/g);
  return new Map([...blocks].map(([, file = "", text = ""]) => [file, text]));
}

function findingsOfExamples(examples: ReadonlyMap<string, string>): string[] {
  expect(examples.size).toBeGreaterThan(0);
  const folder = folderOfConfig(examples.get("config.json"));
  return [...examples].flatMap(([name, text]) =>
    checkDocument({ file: `/models/demo/${name}`, text }, folder).map(({ rule }) => rule),
  );
}
