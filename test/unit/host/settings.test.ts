import { describe, expect, it } from "vitest";

import type { Finding } from "../../../src/core/rules/finding.ts";
import { withRuleSettings } from "../../../src/host/platform/ruleSettings.ts";
import { toSettings } from "../../../src/host/platform/settings.ts";

describe("toSettings", () => {
  it("counts ill-typed values as unset", () => {
    const settings = toSettings(() => 7);
    expect(settings).toEqual({
      enable: true,
      rules: new Map(),
      codeLens: true,
      hovers: true,
      backend: "auto",
      "models.exclude": [],
    });
  });

  it("keeps the rules whose severity exists", () => {
    const written = { PL101: "off", PL102: "hint", PL103: "loud", PL104: 3 };
    expect([...toSettings(() => written).rules]).toEqual([
      ["PL101", "off"],
      ["PL102", "hint"],
    ]);
  });

  it("keeps the globs among other things in a list", () => {
    expect(toSettings(() => ["**/a/**", "", 3])["models.exclude"]).toEqual(["**/a/**"]);
  });
});

describe("withRuleSettings", () => {
  const finding: Finding = {
    rule: "PL101",
    name: "beyond-trained-length",
    severity: "error",
    engine: undefined,
    file: "generation_config.json",
    span: { offset: 0, length: 1 },
    message: "512 is beyond 128",
    fixes: [],
    related: [],
  };

  it.each([
    ["off", []],
    ["hint", ["hint"]],
    [undefined, ["error"]],
  ] as const)("under %s gives %j", (setting, expected) => {
    const rules = new Map(setting === undefined ? [] : [["PL101", setting] as const]);
    expect(withRuleSettings([finding], rules).map(({ severity }) => severity)).toEqual(expected);
  });
});
