import { writeFile } from "node:fs/promises";
import { FormatError } from "../../core/errors.ts";
import { writeNpy } from "../../core/formats/npyWriter.ts";
import type { PositionScheme } from "../../core/positions/positionScheme.ts";
import { learnedTables, schemeLabel, scoreBias } from "../../core/positions/registry.ts";
import { seededNumbers } from "../../core/positions/seededNumbers.ts";
import { onePath, parseCommand, parseWhole } from "../args.ts";
import { bareScheme } from "../bareScheme.ts";
import type { Command, Terminal } from "../command.ts";
import { openFolder, problemText, requireConfig } from "../openModel.ts";
import { UsageError } from "../usageError.ts";
import { elementCount } from "../../core/formats/dtype.ts";

/** `poslens bias`: what a relative scheme adds to the scores of attention. */
export const bias: Command = {
  name: "bias",
  usage:
    "bias PATH|--scheme KIND [--param KEY=VALUE]… [--heads H] [--seed S] --length N --out FILE.npy",
  summary:
    "additive bias of relative schemes, [heads, N, N]; learned tables of a bare scheme are seeded",
  async run(args, terminal) {
    const { values, positionals } = parseCommand(args, {
      length: { type: "string" },
      layer: { type: "string" },
      scheme: { type: "string" },
      param: { type: "string", multiple: true, default: [] },
      heads: { type: "string" },
      seed: { type: "string", default: "0" },
      out: { type: "string" },
    });
    const { out } = values;
    if (out?.endsWith(".npy") !== true) {
      throw new UsageError(`--out is "${out ?? ""}", a name that ends in .npy is needed`);
    }
    const length = parseWhole(values.length ?? "", "--length", { from: 1, to: 1_000_000 });
    const { scheme, heads } = await sourceOf(values, positionals, terminal);
    const learned = simulatedTables(scheme, heads, Number(values.seed));
    if (learned.size > 0) {
      terminal.log(`simulated: learned tables are uniform from −1 to 1, seed ${values.seed}`);
    }
    const positions = Array.from({ length }, (_, i) => i);
    const computed = scoreBias(scheme, { heads, queries: positions, keys: positions, learned });
    if (computed === undefined) {
      throw new FormatError("unsupported", `${schemeLabel(scheme)} adds no bias to scores`);
    }
    await writeFile(out, writeNpy([heads, length, length], computed.values));
    terminal.log(`${computed.formula}: ${heads} heads, ${length} positions written to ${out}`);
    return 0;
  },
};

/** Where no model says how many. */
const DEFAULT_HEADS = 8;

async function sourceOf(
  values: {
    readonly scheme?: string | undefined;
    readonly param: readonly string[];
    readonly heads?: string | undefined;
  },
  positionals: readonly string[],
  terminal: Terminal,
): Promise<{ readonly scheme: PositionScheme; readonly heads: number }> {
  const asked =
    values.heads === undefined
      ? undefined
      : parseWhole(values.heads, "--heads", { from: 1, to: 1024 });
  if (values.scheme !== undefined) {
    const scheme = bareScheme(values.scheme, values.param);
    return { scheme, heads: asked ?? DEFAULT_HEADS };
  }
  const opened = await openFolder(onePath(positionals, bias.usage));
  const { spec } = requireConfig(opened);
  for (const problem of opened.problems) terminal.log(problemText(problem));
  if (learnedTables(spec.scheme, spec.heads).length > 0) {
    throw new FormatError(
      "unsupported",
      `the tables of ${schemeLabel(spec.scheme)} are not read from checkpoints in this version`,
    );
  }
  return { scheme: spec.scheme, heads: asked ?? spec.heads };
}

/** Tables of a bare scheme have no trained values, so they get seeded ones, and the log says so. */
function simulatedTables(
  scheme: PositionScheme,
  heads: number,
  seed: number,
): ReadonlyMap<string, Float32Array> {
  const numbers = seededNumbers(seed);
  let at = 0;
  return new Map(
    learnedTables(scheme, heads).map(({ name, shape }) => {
      const count = elementCount(shape);
      return [name, Float32Array.from({ length: count }, () => 2 * numbers.at(at++) - 1)];
    }),
  );
}
