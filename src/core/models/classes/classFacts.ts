import type { JsonValue } from "../../json/jsonNode.ts";
import { classTable, classWords } from "./classTable.ts";

/** A list that repeats: entry i is `*[i mod length]`, or `*` itself. */
export interface RepeatedList {
  readonly "*": JsonValue;
  /** Entries by default. */
  readonly n: number;
}

/** How a class reads the parameters of its rotation. */
export interface RotationFacts {
  /** Base where nothing states one; 10 000 where absent. By kind of layer for some. */
  readonly t?: number | Readonly<Record<string, number>>;
  /** Which rule joins the spellings; the usual one where absent. */
  readonly v?: "neox" | "local" | "global" | "olmo3" | "phi3" | "mrope" | "none" | "xdrope";
  /** 1: the plain rotation obeys partial_rotary_factor too. */
  readonly p?: 1;
  /** Default of partial_rotary_factor. */
  readonly d?: number;
  /** What a plain rotation is called. */
  readonly x?: string;
  /** Parameters where the file has none. */
  readonly n?: Readonly<Record<string, JsonValue>>;
}

/** Name, dimensions as formulas, and when it exists. */
export type TensorRow = readonly [name: string, dimensions: string, condition?: string];

/** The first attention module of a stack: its name, its tensors, the width of a head. */
export type AttentionRow = readonly [name: string, tensors: readonly TensorRow[], headDim: string];

/** A tensor that carries positions: name, dimensions, "p" or "b" (buffer) with "-" where not stored, how many. */
export type PositionRow = readonly [name: string, dimensions: string, kind: string, count?: string];

/**
 * What transformers 5.23 makes of a model type: one row of the class table. Formulas are those of `formula.ts`.
 * Short names, since there are some 800 rows.
 */
export interface ClassFacts {
  /** Model type. */
  readonly t: string;
  /** Config class. */
  readonly c: string;
  /** Defaults. */
  readonly d: Readonly<Record<string, JsonValue | RepeatedList>>;
  /** Other name → name that the class uses. */
  readonly m?: Readonly<Record<string, string>>;
  /** Formulas for what is null or absent. */
  readonly f?: Readonly<Record<string, string>>;
  /** Formulas that always decide; `$` is what file or default says. */
  readonly o?: Readonly<Record<string, string>>;
  /** Formulas of one entry per layer `i`. */
  readonly L?: Readonly<Record<string, string>>;
  /** Formulas of one letter per layer `i`, joined to a text. */
  readonly j?: Readonly<Record<string, string>>;
  /** Configs inside: model type, and whether the file may name another (1). */
  readonly p?: Readonly<Record<string, readonly [type: string, any: 0 | 1]>>;
  /** Where the parts sit in the model. */
  readonly q?: Readonly<Record<string, string>>;
  readonly r?: RotationFacts;
  /** Attention modules hold a window: by the kind of their layer, all the same, or one more than stated. */
  readonly w?: "type" | "all" | "plus";
  /** Scheme in the words of the fact base. */
  readonly s?: string;
  /** Pairs are neighbours: always (1), or as rope_interleave says (2). */
  readonly i?: 1 | 2;
  /** What precedes the names of the bare model in a model with a head. */
  readonly b?: string;
  readonly A?: readonly AttentionRow[];
  readonly T?: readonly PositionRow[];
  /** Row of position 0 in the learned tables, a formula. */
  readonly z?: string;
  /** Tables that are computed and not trained, by a part of their names. */
  readonly u?: string;
  /** Condition under which layer `i` rotates; every layer where absent. */
  readonly y?: string;
}

/** The row of a model type. Compares names, so `__proto__` finds nothing. */
export function classFactsOf(modelType: string): ClassFacts | undefined {
  const read = parsed.get(modelType);
  if (read !== undefined) return read;
  const line = lines().get(modelType);
  if (line === undefined) return undefined;
  words ??= classWords.split(" ");
  const known = words;
  const text = line.replace(/~(\w\w)/g, (_, code: string) => known[parseInt(code, 36)] ?? "");
  const facts = JSON.parse(text) as ClassFacts;
  parsed.set(modelType, facts);
  return facts;
}

const parsed = new Map<string, ClassFacts>();
let words: readonly string[] | undefined;

/** The table is split when the first type is asked for, and rows are parsed one by one, so loading costs nothing. */
let rows: ReadonlyMap<string, string> | undefined;

function lines(): ReadonlyMap<string, string> {
  rows ??= new Map(
    classTable.split("\n").map((line) => {
      const end = line.indexOf(" ");
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
  return rows;
}
