import type { Finding } from "../../core/rules/finding.ts";
import type { RuleSetting } from "./settings.ts";

/** Findings as the user wants them: severities replaced, rules that are off left out. */
export function withRuleSettings(
  findings: readonly Finding[],
  rules: ReadonlyMap<string, RuleSetting>,
): readonly Finding[] {
  return findings.flatMap((finding) => {
    const setting = rules.get(finding.rule);
    if (setting === "off") {
      return [];
    }
    return setting === undefined ? [finding] : [{ ...finding, severity: setting }];
  });
}
