import { FormatError } from "../../errors.ts";
import type { AlignedText } from "../alignedText.ts";
import type { FieldReader } from "../fieldReader.ts";
import { maxStageDepth, maxStages } from "../limits.ts";

/** Changes a text before it is cut. */
export type Normalizer = (text: AlignedText) => AlignedText;

/** Cuts a text into parts that are tokenised each on its own; empty parts are left out. */
export type PreTokenizer = (text: AlignedText) => readonly AlignedText[];

/** Reads the settings of one kind of stage. @throws FormatError */
export type StageReader<T> = (fields: FieldReader) => T;

/** A kind of stages: its readers by the `type` of the file, and where a `Sequence` keeps its members. */
export interface StageKind<T> {
  readonly name: string;
  readonly members: string;
  readonly readers: ReadonlyMap<string, StageReader<T>>;
}

/**
 * Reads a stage, a `Sequence` of stages flattened to their order.
 * @throws FormatError `unsupported` for a type that is not known, `limit-exceeded` for towers of sequences.
 */
export function readStages<T>(kind: StageKind<T>, fields: FieldReader | undefined): readonly T[] {
  const stages: T[] = [];
  if (fields !== undefined) collect(kind, fields, 0, stages);
  return stages;
}

function collect<T>(kind: StageKind<T>, fields: FieldReader, depth: number, into: T[]): void {
  const type = fields.string("type");
  if (type === "Sequence") {
    if (depth >= maxStageDepth) {
      const message = `Sequences of ${kind.name}s are nested deeper than ${maxStageDepth}, at ${fields.where.slice(0, 80)}.`;
      throw new FormatError("limit-exceeded", message);
    }
    for (const member of fields.objects(kind.members)) collect(kind, member, depth + 1, into);
    return;
  }
  const reader = kind.readers.get(type);
  if (reader === undefined) {
    const known = [...kind.readers.keys()].join(", ");
    throw new FormatError(
      "unsupported",
      `This tokenizer has a ${kind.name} of the type "${type.slice(0, 60)}", which Poslens does not have (known: ${known}).`,
    );
  }
  if (into.length >= maxStages) {
    throw new FormatError("limit-exceeded", `There are more than ${maxStages} ${kind.name}s.`);
  }
  into.push(reader(fields));
}
