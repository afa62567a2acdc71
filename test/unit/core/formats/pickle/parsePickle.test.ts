import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../../../../src/core/errors.ts";
import { parsePickle } from "../../../../../src/core/formats/pickle/parsePickle.ts";
import type { PickleValue } from "../../../../../src/core/formats/pickle/pickleValue.ts";
import { pythonText } from "../../../../../src/core/formats/pickle/pythonText.ts";

/** One object as CPython 3.11 pickles it in each protocol. */
const protocols = JSON.parse(
  readFileSync(new URL("protocols.json", import.meta.url), "utf8"),
) as Record<string, string>;

function parse(bytes: Uint8Array): PickleValue {
  return parsePickle(bytes, 0, "x").value;
}

/** A pickle of single-byte instructions, given as text. */
const code = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** Containers without their kinds: lists, and dictionaries as lists of pairs. */
function plain(value: PickleValue): unknown {
  if (typeof value !== "object" || value === null) return value;
  switch (value.kind) {
    case "dict":
      return value.entries.map((entry) => entry.map(plain));
    case "list":
    case "tuple":
    case "set":
      return value.items.map(plain);
    case "object":
      return {
        callee: plain(value.callee),
        args: plain(value.args),
        entries: value.entries.map((entry) => entry.map(plain)),
      };
    case "global":
      return value.name;
    default:
      return value.kind;
  }
}

describe("parsePickle", () => {
  it.each(Object.entries(protocols))("reads protocol %s as data", (_, hex) => {
    const entries = plain(parse(Buffer.from(hex, "hex"))) as [unknown, unknown][];
    const at = (key: unknown): unknown =>
      entries.find(([found]) => JSON.stringify(found) === JSON.stringify(key))?.[1];
    expect(at("a")).toEqual([
      ...[1, -2, 300, 70000, -5_000_000_000, 2n ** 70n, -(2n ** 70n), 1.5, Infinity],
      ...[true, false, null, "é\n\\u0041\"'", "x".repeat(300)],
    ]);
    expect(at(["t", 1])).toEqual([1, [2, 3, 4, 5]]);
    expect(at("n")).toEqual([
      ["x", []],
      [3, []],
    ]);
    expect(JSON.stringify(at("o"))).toContain('"collections.OrderedDict"');
    expect(JSON.stringify(at("o"))).toMatch(/\["k",1\]/);
    expect(JSON.stringify(at("s"))).toContain("7");
    expect(JSON.stringify(at("f"))).toContain("8");
    expect([at("p"), at("q")]).toEqual([[9], [9]]);
  });

  it("keeps one container in two places one", () => {
    const root = parse(Buffer.from(protocols["5"] ?? "", "hex"));
    const of = (key: string): unknown =>
      typeof root === "object" && root?.kind === "dict"
        ? root.entries.find(([name]) => name === key)?.[1]
        : undefined;
    expect(of("p")).toBe(of("q"));
  });

  it("writes a call down and makes nothing of it", () => {
    const value = parse(code("cos\nsystem\n(S'touch x'\ntR."));
    expect(value).toMatchObject({
      kind: "object",
      callee: { kind: "global", name: "os.system" },
      args: { kind: "tuple", items: ["touch x"] },
    });
  });

  it.each([
    ["nothing", "", "truncated"],
    ["no STOP", "N", "truncated"],
    ["a text beyond the end", "X\u00ff\u00ff\u00ff\u007f", "truncated"],
    ["a text of Python 2 with a length below zero", "T\u00ff\u00ff\u00ff\u00ff.", "truncated"],
    ["an empty stack", "R.", "bad-value"],
    ["STOP with nothing on the stack", ".", "bad-value"],
    ["a value from below a mark", "N(R.", "bad-value"],
    ["a mark that was not set", "t.", "bad-value"],
    ["a key without a value", "}(Nu.", "bad-value"],
    ["an item for a number", "K\u0001Na.", "bad-value"],
    ["a state for a list", "]Nb.", "bad-value"],
    ["a number that is none", "I1x\n.", "bad-value"],
    ["a class by numbers", "K\u0001K\u0001\u0093.", "bad-value"],
    ["an entry that was never put", "h\u0001.", "bad-value"],
    ["an entry of no number", "g-1\n.", "bad-value"],
    ["a later protocol", "\u0080\u0006N.", "bad-value"],
    ["buffers outside", "\u0097.", "unsupported"],
  ])("refuses %s", (_, text, expected) => {
    let error: unknown;
    try {
      parse(code(text));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(FormatError);
    expect(error).toMatchObject({ code: expected, offset: expect.any(Number) as number });
  });

  it("stops at a number of values, however short the pickle is", () => {
    const many = new Uint8Array(3_000_000).fill(0x29);
    expect(() => parse(many)).toThrow(/more than 2000000 values/);
  });
});

describe("pythonText", () => {
  it.each<[PickleValue, string]>([
    ["a.b", "a.b"],
    [3, "3"],
    [2n ** 70n, "1180591620717411303424"],
    [true, "True"],
    [null, "None"],
    [{ kind: "tuple", items: ["t", 1] }, "('t', 1)"],
    [{ kind: "tuple", items: ["it's"] }, `("it's",)`],
    [{ kind: "tuple", items: [`'"\n`, -Infinity] }, `('\\'"\\n', -inf)`],
  ])("prints %s as Python does", (value, text) => {
    expect(pythonText(value)).toBe(text);
  });
});
