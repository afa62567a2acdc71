import { describe, expect, it } from "vitest";

import { toMarkdownImage, toPlainMarkdown } from "../../../src/host/platform/plainMarkdown.ts";

describe("toPlainMarkdown", () => {
  it.each([
    ["[click](command:rm)", "\\[click\\]\\(command\\:rm\\)"],
    ["<img src=x>", "&lt;img src=x&gt;"],
    ["&lt;", "&amp;lt;"],
    ["a\n\n# b", "a \\# b"],
    ["$(eye)", "\\$\\(eye\\)"],
    ["θ = 10,000", "θ = 10,000"],
  ])("%j becomes %j", (text, expected) => {
    expect(toPlainMarkdown(text)).toBe(expected);
  });
});

describe("toMarkdownImage", () => {
  it("carries the picture as data", () => {
    const image = toMarkdownImage("<svg>ω</svg>", "wave");
    const [, data = ""] = /^!\[wave\]\(data:image\/svg\+xml;base64,(.*)\)$/.exec(image) ?? [];
    expect(Buffer.from(data, "base64").toString("utf8")).toBe("<svg>ω</svg>");
  });

  it("leaves out a picture that VS Code would cut", () => {
    expect(toMarkdownImage("x".repeat(60_000), "big")).toBe("");
  });
});
