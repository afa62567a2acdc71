import type { Severity } from "../../core/rules/finding.ts";
import type { BackendSetting } from "../../protocol/contract.ts";

/** What users may set, by the part of the key after "poslens.". Ill-typed values count as unset. */
const readers = {
  enable: toOnUnlessFalse,
  rules: toRuleSettings,
  codeLens: toOnUnlessFalse,
  hovers: toOnUnlessFalse,
  backend: toBackend,
  "models.exclude": toGlobs,
} satisfies Record<string, (value: unknown) => unknown>;

export type Settings = {
  readonly [Key in keyof typeof readers]: ReturnType<(typeof readers)[Key]>;
};

export type RuleSetting = Severity | "off";

/** The keys without "poslens."; a test compares them with what `package.json` contributes. */
export const settingKeys = Object.keys(readers) as readonly (keyof Settings)[];

/** Reads every setting through `get`, which gives what the user wrote, or the default, or anything at all. */
export function toSettings(get: (key: string) => unknown): Settings {
  return {
    enable: readers.enable(get("enable")),
    rules: readers.rules(get("rules")),
    codeLens: readers.codeLens(get("codeLens")),
    hovers: readers.hovers(get("hovers")),
    backend: readers.backend(get("backend")),
    "models.exclude": readers["models.exclude"](get("models.exclude")),
  };
}

function toOnUnlessFalse(value: unknown): boolean {
  return value !== false;
}

const ruleSettings: readonly RuleSetting[] = ["error", "warning", "information", "hint", "off"];

function toRuleSettings(value: unknown): ReadonlyMap<string, RuleSetting> {
  if (typeof value !== "object" || value === null) {
    return new Map();
  }
  const known = Object.entries(value).flatMap(([rule, wanted]): [string, RuleSetting][] => {
    const setting = ruleSettings.find((candidate) => candidate === wanted);
    return setting === undefined ? [] : [[rule, setting]];
  });
  return new Map(known);
}

const backends: readonly BackendSetting[] = ["auto", "webgpu", "wasm", "cpu", "webgpu-software"];

function toBackend(value: unknown): BackendSetting {
  return backends.find((backend) => backend === value) ?? "auto";
}

function toGlobs(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((glob): glob is string => typeof glob === "string" && glob !== "");
}
