import { writeFile } from "node:fs/promises";
import { FormatError } from "../../core/errors.ts";
import { writeNpy } from "../../core/formats/npyWriter.ts";
import type { PositionalVectors } from "../../core/positions/positionalVectors.ts";
import type { PositionScheme } from "../../core/positions/positionScheme.ts";
import { positionalVectors, schemeLabel } from "../../core/positions/registry.ts";
import { onePath, parseCommand, parseRange } from "../args.ts";
import { bareScheme } from "../bareScheme.ts";
import type { Command, Terminal } from "../command.ts";
import { openFolder, problemText, requireConfig } from "../openModel.ts";
import { UsageError } from "../usageError.ts";
import { vectorsCsv } from "../vectorsCsv.ts";

/** `poslens vectors`: the positional vectors of a model, computed from its config alone, or of a bare scheme. */
export const vectors: Command = {
  name: "vectors",
  usage:
    "vectors PATH|--scheme KIND [--param KEY=VALUE]… [--positions A:B] [--length N] --out FILE.npy|FILE.csv",
  summary: "positional vectors; rotations as [n, 2, pairs], cos then sin",
  async run(args, terminal) {
    const { values, positionals } = parseCommand(args, {
      positions: { type: "string" },
      length: { type: "string" },
      scheme: { type: "string" },
      param: { type: "string", multiple: true, default: [] },
      out: { type: "string" },
    });
    const out = requireOut(values.out);
    const { scheme, length: whole } = await sourceOf(values, positionals, terminal);
    const { from, to } =
      values.positions === undefined
        ? { from: 0, to: whole ?? defaultPositions }
        : parseRange(values.positions, "--positions");
    if (to - from < 1 || to - from > maxPositions) {
      throw new UsageError(`--positions ${from}:${to}, allowed are 1 to ${maxPositions} positions`);
    }
    const length = values.length === undefined ? to : parseLength(values.length);
    const positions = Array.from({ length: to - from }, (_, i) => from + i);
    const computed = positionalVectors(scheme, positions, length);
    if (computed === undefined) {
      throw new FormatError("unsupported", `${schemeLabel(scheme)} has no vectors to write`);
    }
    await writeFile(out, out.endsWith(".npy") ? npyOf(computed) : vectorsCsv(computed));
    terminal.log(`${positions.length} positions at length ${length} written to ${out}`);
    return 0;
  },
};

/** The scheme of a model with its length, or one by its name. */
async function sourceOf(
  values: { readonly scheme?: string | undefined; readonly param: readonly string[] },
  positionals: readonly string[],
  terminal: Terminal,
): Promise<{ readonly scheme: PositionScheme; readonly length: number | undefined }> {
  if (values.scheme !== undefined) {
    if (positionals.length > 0) {
      throw new UsageError(
        `--scheme stands in place of PATH, "${positionals.join(" ")}" was given`,
      );
    }
    return { scheme: bareScheme(values.scheme, values.param), length: undefined };
  }
  const opened = await openFolder(onePath(positionals, vectors.usage));
  const { spec } = requireConfig(opened);
  for (const problem of opened.problems) terminal.log(problemText(problem));
  return { scheme: spec.scheme, length: spec.lengths.declared ?? spec.lengths.trained };
}

/** Where neither the option nor the config says how many. */
const defaultPositions = 128;
/** 2^20: eight times the longest context published; a table of more is no use as a file. */
const maxPositions = 1_048_576;

function requireOut(out: string | undefined): string {
  if (out === undefined) throw new UsageError("--out FILE.npy or --out FILE.csv is needed");
  if (/\.(npy|csv)$/.test(out)) return out;
  throw new UsageError(`--out is "${out}", allowed are names that end in .npy or .csv`);
}

function parseLength(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new UsageError(`--length is "${text}", allowed are whole numbers from 1`);
}

/** One part: [n, width]; several: [n, parts, width]. */
function npyOf({ positions, parts }: PositionalVectors): Uint8Array {
  const [first, ...others] = parts;
  if (first === undefined) throw new FormatError("unsupported", "the scheme has no vectors");
  if (others.length === 0) return writeNpy([positions.length, first.width], first.values);
  const values = new Float32Array(positions.length * parts.length * first.width);
  parts.forEach(({ values: part, width }, index) => {
    for (let row = 0; row < positions.length; row += 1) {
      values.set(
        part.subarray(row * width, (row + 1) * width),
        (row * parts.length + index) * width,
      );
    }
  });
  return writeNpy([positions.length, parts.length, first.width], values);
}
