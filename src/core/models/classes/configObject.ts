import { LAYER_LIMIT } from "../../bytes/limits.ts";
import type { JsonValue } from "../../json/jsonNode.ts";
import { classFactsOf, type ClassFacts, type RepeatedList } from "./classFacts.ts";
import { evaluateFormula } from "./formula.ts";

export type ConfigValues = Readonly<Record<string, JsonValue>>;

/**
 * A config as its class in transformers makes it: what the file says under any name that the class takes, else the
 * class default, and what the class derives from the rest. Values are never trusted to be of any kind.
 */
export class ConfigObject {
  readonly values: ConfigValues;
  readonly facts: ClassFacts | undefined;
  readonly #known = new Map<string, unknown>();
  readonly #open = new Set<string>();

  constructor(values: ConfigValues, facts: ClassFacts | undefined) {
    this.values = values;
    this.facts = facts;
  }

  get modelType(): string {
    const { facts } = this;
    const stated = this.values["model_type"];
    // A config class without a type of its own is listed under its name.
    if (facts !== undefined) return facts.t === facts.c ? "" : facts.t;
    return typeof stated === "string" ? stated : "";
  }

  /** An attribute; `undefined` where neither file nor class has it. `a.b` looks into a part, `a[0]` into a list. */
  get(name: string): unknown {
    if (this.#known.has(name)) return this.#known.get(name);
    // A formula that asks for itself finds nothing.
    if (this.#open.has(name)) return undefined;
    this.#open.add(name);
    const value = this.#find(name);
    this.#open.delete(name);
    this.#known.set(name, value);
    return value;
  }

  number(name: string): number | undefined {
    const value = this.get(name);
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  }

  /** The value of a formula; `layer` is its `i`. */
  evaluate(formula: string, layer?: number): unknown {
    return evaluateFormula(formula, (name) => {
      if (name === "i") return layer;
      if (name.endsWith("[i]")) return this.#entry(name.slice(0, -3), layer);
      return this.get(name);
    });
  }

  /** A config inside, with the class that its model type or the outer class names. */
  part(key: string): ConfigObject | undefined {
    const own = asRecord(this.values[key]);
    const row = ownOf(this.facts?.p, key);
    if (row === undefined) return own === undefined ? undefined : configObjectOf(own);
    const [type, mayBeAny] = row;
    const values = own ?? (this.#isFlat(key) ? this.values : {});
    const stated = own?.["model_type"];
    const name = mayBeAny === 1 && typeof stated === "string" && stated !== "" ? stated : type;
    return new ConfigObject(values, classFactsOf(name));
  }

  /** Early files of some vision models state the text model beside the vision part. */
  #isFlat(key: string): boolean {
    return key === "text_config" && Object.hasOwn(this.values, "hidden_size");
  }

  #find(name: string): unknown {
    if (name.startsWith("#")) return this.#count(name.slice(1));
    const dot = name.indexOf(".");
    if (dot > 0) return this.#inside(name.slice(0, dot), name.slice(dot + 1));
    const list = /^(\w+)\[(\d+)\]$/.exec(name);
    if (list !== null) return this.#entry(list[1] ?? "", Number(list[2]));
    const real = ownOf(this.facts?.m, name) ?? name;
    return real === name ? this.#attribute(real) : this.get(real);
  }

  #attribute(name: string): unknown {
    const stated = this.#stated(name);
    const always = ownOf(this.facts?.o, name);
    if (always !== undefined) {
      return evaluateFormula(always, (other) => (other === "$" ? stated : this.get(other)));
    }
    const each = ownOf(this.facts?.L, name);
    // An empty list of layers counts as none, as Python sees it.
    const isEmpty = each !== undefined && Array.isArray(stated) && stated.length === 0;
    return isEmpty ? this.#derived(name, stated) : (stated ?? this.#derived(name, stated));
  }

  /** What the class makes of an attribute that nobody states. */
  #derived(name: string, stated: unknown): unknown {
    const fill = ownOf(this.facts?.f, name);
    if (fill !== undefined) return this.evaluate(fill);
    const joined = ownOf(this.facts?.j, name);
    if (joined !== undefined) return this.#list(joined).join("");
    const each = ownOf(this.facts?.L, name);
    return each === undefined ? stated : this.#list(each);
  }

  #stated(name: string): unknown {
    if (Object.hasOwn(this.values, name)) return this.values[name];
    for (const [other, real] of Object.entries(this.facts?.m ?? {})) {
      if (real === name && Object.hasOwn(this.values, other)) return this.values[other];
    }
    const value = ownOf(this.facts?.d, name);
    return isRepeated(value) ? this.#repeated(value) : value;
  }

  #list(formula: string): unknown[] {
    return Array.from({ length: this.layers() }, (_, layer) => this.evaluate(formula, layer));
  }

  #repeated({ "*": entry, n }: RepeatedList): unknown[] {
    const length = Object.hasOwn(this.values, "num_hidden_layers") ? this.layers() : n;
    return Array.from({ length }, (_, layer): unknown =>
      Array.isArray(entry) ? entry[layer % entry.length] : entry,
    );
  }

  /** Layers, as far as lists of them are made. */
  layers(): number {
    const layers = this.number("num_hidden_layers") ?? 0;
    return Math.max(0, Math.min(Math.floor(layers), LAYER_LIMIT));
  }

  #count(type: string): number {
    const types = this.get("layer_types");
    return Array.isArray(types) ? types.filter((entry) => entry === type).length : 0;
  }

  #entry(name: string, index: number | undefined): unknown {
    const list = this.get(name);
    return Array.isArray(list) && index !== undefined ? (list[index] as unknown) : undefined;
  }

  #inside(key: string, name: string): unknown {
    if (name === "length" || name === "sum") {
      const list = this.get(key);
      if (!Array.isArray(list)) return undefined;
      return name === "length"
        ? list.length
        : list.reduce((sum: number, entry) => sum + Number(entry), 0);
    }
    const part = ownOf(this.facts?.p, key) === undefined ? undefined : this.part(key);
    if (part?.facts !== undefined) return part.get(name);
    return asRecord(this.get(key))?.[name];
  }
}

/** A config by its own model type. */
export function configObjectOf(values: ConfigValues): ConfigObject {
  const type = values["model_type"];
  return new ConfigObject(values, typeof type === "string" ? classFactsOf(type) : undefined);
}

export function asRecord(value: unknown): ConfigValues | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as ConfigValues)
    : undefined;
}

/** Own members only, so that no name finds anything of JavaScript's objects. */
function ownOf<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

function isRepeated(value: unknown): value is RepeatedList {
  return asRecord(value) !== undefined && Object.hasOwn(value as object, "*");
}
