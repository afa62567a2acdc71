import { describe, expect, it } from "vitest";
import { checkDocument } from "../../../../src/core/rules/checkDocument.ts";
import { editDistance } from "../../../../src/core/rules/editDistance.ts";
import { nearestName } from "../../../../src/core/rules/nearestName.ts";
import { folderOfConfig } from "./testFolder.ts";

function messagesOf(text: string): readonly string[] {
  const folder = folderOfConfig(undefined);
  return checkDocument({ file: "/m/config.json", text }, folder).map(({ message }) => message);
}

describe("an unknown key of a rotation", () => {
  it("is named with the nearest one", () => {
    expect(messagesOf('{"rope_scaling": {"type": "yarn", "truncte": true}}')).toEqual([
      "“truncte” in rope_scaling is no key of a rotation, so it has no effect; the nearest key that is read is truncate.",
    ]);
  });

  it("is clipped and cleaned before it is shown", () => {
    const [message = ""] = messagesOf(
      `{"rope_scaling": {"\\u202e\\u0007${"x".repeat(90_000)}": 1}}`,
    );
    expect(message).toContain(`“${"x".repeat(64)}…” in rope_scaling`);
    expect(message).toHaveLength(64 + "“…”".length + message.split("”")[1]!.length);
  });

  it("is not looked for in JavaScript's own names", () => {
    expect(messagesOf('{"rope_scaling": {"__proto__": 1, "constructor": 2}}')).toHaveLength(2);
    expect(messagesOf('{"__proto__": 1, "constructor": 2, "toString": 3}')).toEqual([]);
  });

  it("is told 200 times at most, however many there are", () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `"rope_thet${i}": 0`).join();
    expect(messagesOf(`{${keys}}`)).toHaveLength(200);
  });

  it("is not compared where it is far too long for a slip", () => {
    const [message] = messagesOf(`{"rope_theta${"a".repeat(1_000_000)}": 0}`);
    expect(message).toContain("no key that is read comes near it");
  });
});

describe("the distance between words", () => {
  it.each([
    ["", "", 0],
    ["factor", "factor", 0],
    ["", "abc", 3],
    ["abc", "", 3],
    ["tetha", "theta", 2],
    ["ab", "ba", 1],
    ["kitten", "sitting", 3],
    ["rope_scalling", "rope_scaling", 1],
    ["ca", "abc", 3],
  ])("%s → %s is %d", (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits);
    expect(editDistance(b, a)).toBe(edits);
  });
});

it.each([
  ["facor", "factor"],
  ["typ", "type"],
  ["size", undefined],
  ["x".repeat(5000), undefined],
])("the name nearest to %s", (word, name) => {
  expect(nearestName(word, ["factor", "type", "rope_type"])).toBe(name);
});
