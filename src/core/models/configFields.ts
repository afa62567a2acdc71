import type { Node } from "jsonc-parser";
import type { ProblemList } from "../bytes/problemList.ts";
import { shownText } from "../bytes/shownText.ts";
import { membersOf, spanOfNode, type JsonMember } from "../json/jsonNode.ts";
import type { Provenance } from "./modelSpec.ts";

/** What a key says: nothing, null, something of a wrong kind (reported), or a value. */
export type FieldReading<T> =
  | { readonly kind: "absent" }
  | { readonly kind: "null" | "invalid"; readonly from: Provenance }
  | { readonly kind: "value"; readonly value: T; readonly from: Provenance };

/** A kind of value: what it must be, in words for the message, and how it is taken. */
export interface FieldKind<T> {
  readonly wanted: string;
  take(value: unknown): T | undefined;
}

/**
 * Members of one object of a config, read by kind. What is of a wrong kind is reported with its place and counts as
 * not said. Looked up in a Map of the file's own names, so that nothing of JavaScript's objects is ever found.
 */
export class ConfigFields {
  readonly problems: ProblemList;
  readonly #prefix: string;
  readonly #members: ReadonlyMap<string, JsonMember>;

  /** `prefix` stands before keys in messages and provenances: "text_config." for an object inside. */
  constructor(node: Node | undefined, problems: ProblemList, prefix = "") {
    this.problems = problems;
    this.#prefix = prefix;
    this.#members = new Map(membersOf(node).map((member) => [member.name, member]));
  }

  get names(): readonly string[] {
    return [...this.#members.keys()];
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  node(name: string): Node | undefined {
    return this.#members.get(name)?.value;
  }

  /** The first of the names that the object has. */
  read<T>(names: readonly string[], kind: FieldKind<T>): FieldReading<T> {
    const name = names.find((candidate) => this.#members.has(candidate));
    const node = name === undefined ? undefined : this.node(name);
    if (name === undefined || node === undefined) return { kind: "absent" };
    const from = this.placeOf(name, node);
    if (node.type === "null") return { kind: "null", from };
    const value = kind.take(node.type === "array" ? arrayOf(node) : node.value);
    if (value !== undefined) return { kind: "value", value, from };
    const message = `${this.#prefix}${name} is ${shownNode(node)}; it must be ${kind.wanted}`;
    this.report("bad-value", message, name);
    return { kind: "invalid", from };
  }

  /** The value, or `undefined` for anything else. */
  value<T>(name: string, kind: FieldKind<T>): T | undefined {
    const reading = this.read([name], kind);
    return reading.kind === "value" ? reading.value : undefined;
  }

  /** An error at the value of a key. */
  report(code: string, message: string, name: string): void {
    const node = this.node(name);
    this.problems.add(code, "error", message, {
      key: this.#prefix + name,
      ...(node === undefined ? {} : { span: spanOfNode(node) }),
    });
  }

  placeOf(name: string, node: Node): Provenance {
    return {
      kind: "file",
      file: this.problems.file,
      key: this.#prefix + name,
      span: spanOfNode(node),
    };
  }
}

export const textKind: FieldKind<string> = {
  wanted: "a text",
  take: (value) => (typeof value === "string" ? value : undefined),
};

export const switchKind: FieldKind<boolean> = {
  wanted: "true or false",
  take: (value) => (typeof value === "boolean" ? value : undefined),
};

/** Any finite number: what a formula then refuses, it refuses with its own words. */
export const numberKind: FieldKind<number> = {
  wanted: "a finite number",
  take: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
};

export const positiveKind: FieldKind<number> = {
  wanted: "a finite number above 0",
  take: (value) => {
    const number = numberKind.take(value);
    return number !== undefined && number > 0 ? number : undefined;
  },
};

export const numbersKind: FieldKind<readonly number[]> = {
  wanted: "a list of finite numbers",
  take: (value) =>
    Array.isArray(value) && value.every((item) => numberKind.take(item) !== undefined)
      ? (value as readonly number[])
      : undefined,
};

export const textsKind: FieldKind<readonly string[]> = {
  wanted: "a list of texts",
  take: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined,
};

/** A whole number from `least` to `most`. */
export function wholeKind(least: number, most: number): FieldKind<number> {
  return {
    wanted: `a whole number from ${least} to ${most}`,
    take: (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
        ? value
        : undefined,
  };
}

function arrayOf(node: Node): unknown[] {
  return (node.children ?? []).map((child): unknown => child.value);
}

function shownNode(node: Node): string {
  if (node.type === "object") return "an object";
  if (node.type === "array") return "a list";
  return typeof node.value === "string" ? shownText(node.value) : String(node.value);
}
