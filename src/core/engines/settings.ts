import type { JsonValue } from "../json/jsonNode.ts";
import { asNumber } from "./configValues.ts";

type Settings = ReadonlyMap<string, JsonValue>;

/** A switch: true, or 1 as environment variables have it. */
export function isOn(settings: Settings, name: string): boolean {
  const value = settings.get(name);
  return value === true || value === 1 || value === "1";
}

/** A switch that is on unless it is turned off. */
export function isNotOff(settings: Settings, name: string): boolean {
  const value = settings.get(name);
  return value !== false && value !== 0 && value !== "0";
}

/** A finite number; anything else counts as not said. */
export function numberSetting(settings: Settings, name: string): number | undefined {
  return asNumber(settings.get(name));
}
