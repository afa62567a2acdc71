import { describe, expect, it } from "vitest";
import { toWhatIfView } from "../../../src/host/platform/whatIfView.ts";
import {
  longestRequest,
  nothingAsked,
  parseLength,
  requestedLength,
} from "../../../webview/app/whatIf/lengthChoice.ts";
import { whatIfOrNull } from "../../../webview/app/whatIf/whatIfView.ts";
import { ropeSpec } from "./specs.ts";

describe("parseLength", () => {
  it.each([
    ["8192", 8192],
    [" 8,192 ", 8192],
    ["8k", 8192],
    ["1M", 1_048_576],
    ["0", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["", undefined],
    ["1e99", undefined],
    [String(longestRequest + 1), undefined],
  ])("%j is %j", (text, length) => {
    expect(parseLength(text)).toBe(length);
  });
});

describe("requestedLength", () => {
  it("is twice the trained length where the config reaches no further", () => {
    expect(requestedLength(ropeSpec({ trained: 128, rotaryDim: 32 }), null)).toBe(256);
  });

  it("is what the config reaches for where that is more", () => {
    const spec = ropeSpec({ trained: 4096, rotaryDim: 32 });
    const reaching = { ...spec, lengths: { ...spec.lengths, declared: 131_072 } };
    expect(requestedLength(reaching, nothingAsked)).toBe(131_072);
  });

  it("is what was chosen", () => {
    const asked = { ...nothingAsked, length: 999 };
    expect(requestedLength(ropeSpec({ trained: 128, rotaryDim: 32 }), asked)).toBe(999);
  });
});

describe("what was asked, from a store", () => {
  const whole = { length: 512, scheme: "sinusoidal", parameters: { d_model: "64" } };

  it("is taken where it is sound, on both sides", () => {
    expect(whatIfOrNull(whole)).toEqual(whole);
    expect(toWhatIfView({ ...whole, more: 1 })).toEqual(whole);
  });

  it.each([null, 5, { length: -1, scheme: null, parameters: {} }, { length: 1, scheme: null }])(
    "is nothing for %j",
    (value) => {
      expect(whatIfOrNull(value)).toBeNull();
      expect(toWhatIfView(value)).toBeUndefined();
    },
  );

  it("never keeps a parameter that is no text", () => {
    const value = { length: null, scheme: null, parameters: { d_model: 64 } };
    expect(whatIfOrNull(value)?.parameters).toEqual({});
    expect(toWhatIfView(value)).toBeUndefined();
  });
});
