import type { Finding } from "../../core/rules/finding.ts";
import { checkDocument } from "../../core/rules/checkDocument.ts";
import { readSettings } from "./configuration.ts";
import type { ModelEntry } from "./modelEntry.ts";
import { readText } from "./readText.ts";
import { withRuleSettings } from "./ruleSettings.ts";

/** Configs of published models have a few kilobytes; a per-layer quantisation map has some hundred. */
const configLimitBytes = 8 * 1024 * 1024;

/** Findings in all configs of a model, files named as in its folder, as the user's settings want them; checkpoints stay closed. */
export async function readModelFindings(model: ModelEntry): Promise<readonly Finding[]> {
  const settings = readSettings(model.uri);
  const { value } = await model.folder();
  if (!settings.enable) {
    return [];
  }
  const names = [value.files.config, value.files.generationConfig].filter(
    (name) => name !== undefined,
  );
  const found = await Promise.all(
    names.map(async (name) => {
      // The config's text is in hand already, exactly as it was parsed.
      const isConfig = name === value.files.config && value.config !== undefined;
      const text = isConfig
        ? value.config.text
        : await readText(model.files, model.path, { name, limitBytes: configLimitBytes });
      return checkDocument({ file: name, text }, value);
    }),
  );
  return withRuleSettings(found.flat(), settings.rules);
}
