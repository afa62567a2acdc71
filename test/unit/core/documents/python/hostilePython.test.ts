import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findDefinitions } from "../../../../../src/core/documents/python/definitions.ts";
import { findEncodings } from "../../../../../src/core/documents/python/findEncodings.ts";

const right = readFileSync(
  new URL("../../../../fixtures/python/right/torch-module.py", import.meta.url),
  "utf8",
);

describe("a file that is being typed", () => {
  it("never throws, wherever it ends", () => {
    for (let end = 0; end <= right.length; end += 13) {
      expect(findEncodings(right.slice(0, end)).length).toBeLessThan(2);
    }
  });

  it("is recognised again after an edit elsewhere, at its new place", () => {
    const [before] = findEncodings(right);
    const [after] = findEncodings(`import os\n${right}`);
    expect(after?.span.offset).toBe((before?.span.offset ?? 0) + "import os\n".length);
    expect(after?.form).toBe("transformer");
  });
});

describe("a file that means harm", () => {
  const head = "def positional_encoding(n, d):\n";
  const waves = "    return math.sin(a) + math.cos(a)\n";

  it.each([
    ["brackets", `${head}    a = ${"(".repeat(3000)}1${")".repeat(3000)}\n${waves}`],
    ["operators", `${head}    a = n${" + n".repeat(1500)}\n${waves}`],
    ["a formula that doubles", `${head}    a = n\n${"    a = a * a\n".repeat(400)}${waves}`],
    ["calls of itself", `def f(a):\n    return f(math.sin(a)) + f(math.cos(a))\n${head}${waves}`],
    ["subscripts", `${head}    pe${"[0]".repeat(2000)} = math.sin(n)\n${waves}`],
    [
      "loops",
      `${head}${Array.from({ length: 90 }, (_, i) => `${" ".repeat(i + 4)}for i${i} in range(d):\n`).join("")}${" ".repeat(94)}a = math.sin(n) + math.cos(n)\n`,
    ],
    ["a definition too long", `${head}${"    # filler\n".repeat(2000)}${waves}`],
  ])("%s: nothing is recognised, and soon", (_, text) => {
    const start = performance.now();
    expect(findEncodings(text)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it("has more definitions than are parsed", () => {
    const many = Array.from({ length: 200 }, () => right).join("\n");
    expect(findDefinitions(many).length).toBe(200);
    expect(findEncodings(many).length).toBe(12);
  });
});

describe("a long file", () => {
  const filler = Array.from(
    { length: 500 },
    (_, i) => `def step_${i}(x, y):\n${`    x = x + y * ${i}  # nothing of interest\n`.repeat(9)}`,
  ).join("");

  it("costs little more than its encodings", () => {
    const text = `${filler}${right}`;
    expect(text.split("\n").length).toBeGreaterThan(5000);
    findEncodings(text);
    const times = Array.from({ length: 9 }, () => {
      const start = performance.now();
      expect(findEncodings(text).length).toBe(1);
      return performance.now() - start;
    });
    const [fastest = Infinity] = times.toSorted((a, b) => a - b);
    // 10 ms is the budget on a quiet machine; tests run beside each other.
    expect(fastest).toBeLessThan(50);
    console.info(`5 000 lines of Python: ${fastest.toFixed(1)} ms`);
  });
});
