import type { JsonValue } from "../../json/jsonNode.ts";
import type { Provenance } from "../modelSpec.ts";

/** Where a value of the config comes from: a key of the metadata, or what was made of tensors. */
export type ConfigOrigin = { readonly key: string } | { readonly derived: string };

/** A config of the hub's kind, put together from a GGUF file, with the origin of each of its keys. */
export class HubConfig {
  readonly values = new Map<string, JsonValue>();
  /** Dotted key of the config → origin. */
  readonly origins = new Map<string, ConfigOrigin>();

  set(name: string, value: JsonValue, origin: ConfigOrigin): void {
    this.values.set(name, value);
    this.origins.set(name, origin);
  }

  /** Sets an object; `members` have origins of their own, which stand under their dotted names. */
  setBlock(name: string, members: HubConfig): void {
    this.values.set(name, Object.fromEntries(members.values));
    for (const [key, origin] of members.origins) this.origins.set(`${name}.${key}`, origin);
  }

  toText(): string {
    return JSON.stringify(Object.fromEntries(this.values), undefined, 2);
  }

  /** A place in the config as a place in the GGUF file. */
  originOf(
    from: Provenance,
    place: (key: string) => Extract<Provenance, { readonly kind: "file" }> | undefined,
  ): Provenance {
    if (from.kind !== "file") return from;
    const origin = this.origins.get(from.key);
    if (origin === undefined) return { kind: "derived", from: "general.architecture" };
    if ("derived" in origin) return { kind: "derived", from: origin.derived };
    return place(origin.key) ?? { kind: "derived", from: origin.key };
  }
}
