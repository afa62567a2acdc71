import type { JsonValue } from "../json/jsonNode.ts";

/** A JSON object as plain data. */
export type JsonObject = Readonly<Record<string, JsonValue>>;

export function asObject(value: JsonValue | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** A finite number; anything else counts as not said. */
export function asNumber(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function asText(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The value under a name. Own properties only, so no name finds anything of JavaScript's. */
export function valueAt(object: JsonObject | undefined, name: string): JsonValue | undefined {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}

export function numberAt(object: JsonObject | undefined, name: string): number | undefined {
  return asNumber(valueAt(object, name));
}

export function textAt(object: JsonObject | undefined, name: string): string | undefined {
  return asText(valueAt(object, name));
}

export function objectAt(object: JsonObject | undefined, name: string): JsonObject | undefined {
  return asObject(valueAt(object, name));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
