import { FormatError } from "../errors.ts";

/**
 * Fields of one JSON object of a tokenizer file, with the types that are allowed.
 * Own properties only, so that a field named `constructor` finds nothing of JavaScript's.
 * Every method throws FormatError `bad-header` with what was found, what is allowed and where.
 */
export class FieldReader {
  readonly #fields: ReadonlyMap<string, unknown>;
  /** Dotted path of the object in its file: "model", "pre_tokenizer.pretokenizers[1]". */
  readonly where: string;

  constructor(value: unknown, where: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw badField(where, value, "an object");
    }
    this.#fields = new Map(Object.entries(value));
    this.where = where;
  }

  /** `undefined` for a field that is absent or null. */
  raw(name: string): unknown {
    return this.#fields.get(name) ?? undefined;
  }

  string(name: string, whenAbsent?: string): string {
    const value = this.raw(name) ?? whenAbsent;
    if (typeof value === "string") return value;
    throw badField(this.path(name), value, "a text");
  }

  optionalString(name: string): string | undefined {
    return this.raw(name) === undefined ? undefined : this.string(name);
  }

  flag(name: string, whenAbsent: "on" | "off"): boolean {
    const value = this.raw(name) ?? whenAbsent === "on";
    if (typeof value === "boolean") return value;
    throw badField(this.path(name), value, "true or false");
  }

  /** A whole number from 0 to `most`. */
  count(name: string, most: number, whenAbsent?: number): number {
    return asCount(this.raw(name) ?? whenAbsent, most, this.path(name));
  }

  list(name: string): readonly unknown[] {
    const value = this.raw(name);
    if (Array.isArray(value)) return value as readonly unknown[];
    throw badField(this.path(name), value, "a list");
  }

  object(name: string): FieldReader {
    return new FieldReader(this.raw(name), this.path(name));
  }

  optionalObject(name: string): FieldReader | undefined {
    return this.raw(name) === undefined ? undefined : this.object(name);
  }

  objects(name: string): readonly FieldReader[] {
    return this.list(name).map(
      (value, index) => new FieldReader(value, `${this.path(name)}[${index}]`),
    );
  }

  entries(): Iterable<[string, unknown]> {
    return this.#fields.entries();
  }

  get size(): number {
    return this.#fields.size;
  }

  path(name: string): string {
    return this.where === "" ? name : `${this.where}.${name}`;
  }
}

export function asCount(value: unknown, most: number, where: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most) {
    return value;
  }
  throw badField(where, value, `a whole number from 0 to ${most}`);
}

export function badField(where: string, found: unknown, allowed: string): FormatError {
  const place = where === "" ? "the tokenizer file" : `"${where}" of the tokenizer file`;
  return new FormatError("bad-header", `${place} is ${shown(found)}; ${allowed} was expected.`);
}

function shown(value: unknown): string {
  if (value === undefined) return "absent";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null
    ? "an object"
    : JSON.stringify(value).slice(0, 60);
}
