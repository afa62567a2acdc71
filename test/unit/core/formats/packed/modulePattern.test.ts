import { describe, expect, it } from "vitest";
import { ModulePatterns } from "../../../../../src/core/formats/packed/patterns/modulePatterns.ts";

const modulePattern = (pattern: string): ((name: string) => boolean) =>
  new ModulePatterns().compile(pattern);

const down = "model.layers.10.mlp.down_proj";

describe("modulePattern", () => {
  it.each([
    [".*down_proj", true],
    ["down_proj", false],
    ["model", true],
    ["model$", false],
    [String.raw`model\.layers\.1\.`, false],
    [String.raw`model\.layers\.\d+\.mlp`, true],
    [String.raw`.*layers\.(9|1[0-9])\..*`, true],
    [String.raw`.*layers\.[2-9]\..*`, false],
    [String.raw`.*\.[^.]+_proj$`, true],
    [String.raw`.*(gate|up)_proj`, false],
    [String.raw`^(?!.*attn).*`, true],
    [String.raw`(?!.*mlp).*`, false],
    [String.raw`(?=model).*?proj`, true],
    [String.raw`(?:model|visual)\.(?P<rest>.*)`, true],
    [String.raw`.*\.\d{2}\.`, true],
    [String.raw`.*\.\d{3,}\.`, false],
    [String.raw`.*\.\d{1,3}\.mlp`, true],
    ["(a?)+model", true],
    ["", true],
    ["[]a-]", false],
    ["[m]odel", true],
    ["(x|)model", true],
  ])("%s takes the name: %s", (pattern, takes) => {
    expect(modulePattern(pattern)(down)).toBe(takes);
    // Whatever is followed here is followed by JavaScript's own expressions in the same way.
    const anchored = pattern.replace("(?P<", "(?<").replace("[]", String.raw`[\]`);
    expect(new RegExp(`^(?:${anchored})`).test(down)).toBe(takes);
  });

  it.each([
    ["(", "a group is not closed"],
    [")", "a closing bracket has no opening one"],
    ["[a", "a class is not closed"],
    ["*a", "there is nothing to repeat"],
    [String.raw`(a)\1`, "an escape not known"],
    ["(?<=a)b", "a kind of group not known"],
    ["a{100000}", "it repeats more than 1000 times"],
    ["(".repeat(40), "its groups are nested too deep"],
    ["a\\", "an escape not known"],
  ])("refuses %s", (pattern, reason) => {
    expect(() => modulePattern(pattern)).toThrow(reason);
  });

  it("refuses a pattern that is longer than any published one", () => {
    expect(() => modulePattern("a".repeat(5000))).toThrow("longer than the 4096 characters");
  });

  it("ends on patterns that would keep a backtracking engine busy for ever", () => {
    expect(modulePattern("(a+)+$")(`${"a".repeat(200)}!`)).toBe(false);
    expect(modulePattern("(a|aa)*b")("a".repeat(200))).toBe(false);
  });

  it("stops all patterns of a config after so many steps", () => {
    const patterns = new ModulePatterns();
    const slow = patterns.compile("((a?){1000}){1000}((a?){1000}){1000}b");
    const quick = patterns.compile("a");
    expect(quick("a")).toBe(true);
    const limit = "need more than 20000000 steps";
    expect(() => slow("a".repeat(200))).toThrow(limit);
    expect(() => quick("a")).toThrow(limit);
  });
});
