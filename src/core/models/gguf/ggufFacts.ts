import type { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import type { GgufMetadata } from "../../formats/gguf/ggufMetadata.ts";
import type { HubConfig } from "./hubConfig.ts";
import { shortestDecimal } from "./shortestDecimal.ts";

/** Metadata under the prefix of its architecture, read by kind; what is of a wrong kind is reported and left out. */
export class GgufFacts {
  readonly architecture: string;
  readonly problems: ProblemList;
  readonly #metadata: GgufMetadata;

  constructor(metadata: GgufMetadata, problems: ProblemList) {
    this.#metadata = metadata;
    this.problems = problems;
    this.architecture = this.#readArchitecture();
  }

  /** "context_length" → "llama.context_length". */
  keyOf(name: string): string {
    return `${this.architecture}.${name}`;
  }

  has(name: string): boolean {
    return this.#metadata.entry(this.keyOf(name)) !== undefined;
  }

  /** A finite number; those of 64 bits rounded to nearest. */
  number(name: string): number | undefined {
    const key = this.keyOf(name);
    const entry = this.#metadata.entry(key);
    if (entry === undefined) return undefined;
    const { value } = entry;
    const number = typeof value === "bigint" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isFinite(number)) {
      const what = entry.items === undefined ? String(value) : `an array of ${entry.items.count}`;
      this.#report(key, `${key} is ${what}; one finite number is read here`);
      return undefined;
    }
    return entry.type === "FLOAT32" ? shortestDecimal(number) : number;
  }

  text(name: string): string | undefined {
    const key = this.keyOf(name);
    const value = this.#metadata.get(key);
    if (value === undefined || typeof value === "string") return value;
    this.#report(key, `${key} is ${String(value)}; it must be a text`);
    return undefined;
  }

  isTrue(name: string): boolean {
    return this.#metadata.get(this.keyOf(name)) === true;
  }

  /** Takes a number over under the hub's name, where the file has it. */
  copy(name: string, config: HubConfig, hubName: string): number | undefined {
    const value = this.number(name);
    if (value !== undefined) config.set(hubName, value, { key: this.keyOf(name) });
    return value;
  }

  #readArchitecture(): string {
    const key = "general.architecture";
    const value = this.#metadata.get(key);
    if (typeof value === "string") return value;
    const found = value === undefined ? "is not there" : `is ${String(value)}`;
    this.#report(
      key,
      `${key} ${found}; it names the kind of model, and the other keys begin with it`,
    );
    return "";
  }

  #report(key: string, message: string): void {
    const offset = this.#metadata.entry(key)?.offset;
    const place = { key, ...(offset === undefined ? {} : { offset }) };
    this.problems.add("bad-value", "error", message.replace(key, shownKey(key)), place);
  }
}

/** A key begins with a text of the file. */
function shownKey(key: string): string {
  return /^[\w.]{1,80}$/.test(key) ? key : shownText(key);
}
