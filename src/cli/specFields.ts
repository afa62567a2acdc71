import type { SpecJson } from "../core/models/toJson.ts";

/**
 * A spec as lines: dotted field → value as JSON. Objects are taken apart; lists stay whole, since their
 * entries mean little one by one.
 */
export function specFields({ spec }: SpecJson): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  addFields(fields, "", spec);
  return fields;
}

function addFields(
  fields: Map<string, string>,
  prefix: string,
  members: Readonly<Record<string, unknown>>,
): void {
  for (const [key, value] of Object.entries(members)) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (isObject) addFields(fields, `${prefix}${key}.`, value as Readonly<Record<string, unknown>>);
    else fields.set(prefix + key, JSON.stringify(value));
  }
}
