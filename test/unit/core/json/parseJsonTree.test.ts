import { findNodeAtOffset, getNodePath, getNodeValue, parseTree } from "jsonc-parser";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROBLEM_LIMIT } from "../../../../src/core/bytes/limits.ts";
import { memberOf, toJsonValue } from "../../../../src/core/json/jsonNode.ts";
import { parseJsonTree } from "../../../../src/core/json/parseJsonTree.ts";
import { seededRandom } from "../seededRandom.ts";

const good = readFileSync(
  new URL("../../../fixtures/specs/class-qwen2/config.json", import.meta.url),
  "utf8",
);

function codes(text: string): string[] {
  return parseJsonTree(text, "x.json").problems.map((problem) => problem.code);
}

function valueOf(text: string): unknown {
  return getNodeValue(parseJsonTree(text, "x.json").value!);
}

describe("parseJsonTree", () => {
  it("gives the tree that jsonc-parser gives, parents and offsets included", () => {
    const { value, problems } = parseJsonTree(good, "config.json");
    expect(problems).toEqual([]);
    expect(value).toEqual(parseTree(good));
    const offset = good.indexOf("10000.0");
    expect(getNodePath(findNodeAtOffset(value!, offset)!)).toEqual([
      "rope_parameters",
      "rope_theta",
    ]);
  });

  it.each([
    ["", ["no-value"]],
    ["{", ["cut-off"]],
    ['{"a": 1', ["cut-off"]],
    ['{"a": 1,}', ["trailing-comma"]],
    ["[1,]", ["trailing-comma"]],
    ['{"a": 1 "b": 2}', ["bad-json"]],
    ['{"a"}', ["missing-value"]],
    ['{"a": }', ["missing-value"]],
    ["[1, 2}", ["bad-json", "cut-off"]],
    ["{} {}", ["bad-json"]],
    ["// x\n{}", ["comment"]],
    ['{"a": None}', ["bad-literal"]],
    ['{"a": NaN, "b": -Infinity}', ["not-a-json-number", "not-a-json-number"]],
    ['{"a": 1e999}', ["number-too-large"]],
    ['{"a": 9007199254740993}', ["number-not-exact"]],
    ['{"a": "\\x"}', ["bad-token"]],
    ['{"a": 1, "a": 2}', ["duplicate-key"]],
    ["\uFEFF{}", ["byte-order-mark"]],
  ])("says what is wrong with %j", (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it.each([
    ['{"a": 1, "b": [2, {"c": 3}', { a: 1, b: [2, { c: 3 }] }],
    ['{"a": 1, "b": ', { a: 1 }],
    ['{"a": 1, "a": [2], "b": 3}', { a: [2], b: 3 }],
    ['{"a": -Infinity, "b": 1}', { a: -Infinity, b: 1 }],
    ['{"a": None, "b": 1}', { a: null, b: 1 }],
  ])("shows what can be shown of %j", (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  it("keeps properties in the order of the text, so that offsets can be searched", () => {
    const tree = parseJsonTree('{"a": 1, "b": 2, "a": 3}', "x.json").value!;
    expect(tree.children!.map((property) => property.offset)).toEqual([9, 17]);
    expect(memberOf(tree, "a")!.value).toBe(3);
  });

  it("does not end its stack on deep nesting", () => {
    for (const text of [
      "[".repeat(500_000),
      '{"a":'.repeat(200_000),
      '[{"a":'.repeat(1000) + "}]",
    ]) {
      expect(codes(text)).toContain("too-deep");
    }
  });

  it("finds no member by a name of JavaScript's objects, and keeps one as data", () => {
    const tree = parseJsonTree('{"__proto__": {"polluted": 1}}', "x.json").value!;
    expect(memberOf(tree, "constructor")).toBeUndefined();
    const value = toJsonValue(tree) as object;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect("polluted" in value).toBe(false);
  });

  it("bounds what it says", () => {
    expect(codes("[" + "None,".repeat(10_000) + "]").length).toBeLessThanOrEqual(PROBLEM_LIMIT + 1);
  });

  it("takes every truncation, and 3 000 flips, in bounded time", () => {
    const random = seededRandom(7);
    const started = performance.now();
    for (let end = 0; end < good.length; end++) parseJsonTree(good.slice(0, end), "x.json");
    for (let round = 0; round < 3000; round++) {
      const at = random(good.length);
      const char = String.fromCharCode(random(128));
      parseJsonTree(good.slice(0, at) + char + good.slice(at + 1), "x.json");
    }
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
