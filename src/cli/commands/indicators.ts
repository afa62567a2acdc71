import type { Indicator } from "../../core/positions/indicators/indicator.ts";
import { indicatorsOf } from "../../core/positions/indicators/indicatorsOf.ts";
import { numberText } from "../../core/text/numberText.ts";
import { onePath, parseCommand, parseWhole } from "../args.ts";
import type { Command } from "../command.ts";
import { openFolder, problemText, requireConfig } from "../openModel.ts";
import { UsageError } from "../usageError.ts";

/** `poslens indicators`: what a length does to a model's positions, by formulas. */
export const indicators: Command = {
  name: "indicators",
  usage: "indicators PATH [--length N] [--json]",
  summary: "numbers that say what a length does to positions, each with its formula",
  async run(args, terminal) {
    const { values, positionals } = parseCommand(args, {
      length: { type: "string" },
      json: { type: "boolean", default: false },
    });
    const opened = await openFolder(onePath(positionals, indicators.usage));
    const { spec } = requireConfig(opened);
    for (const problem of opened.problems) terminal.log(problemText(problem));
    const { trained, declared } = spec.lengths;
    const length =
      values.length === undefined
        ? (declared ?? trained)
        : parseWhole(values.length, "--length", { from: 1, to: 1_000_000_000 });
    if (length === undefined) {
      throw new UsageError("the config states no length, --length N is needed");
    }
    const found = indicatorsOf(spec, length);
    terminal.out(
      values.json
        ? JSON.stringify({ indicators: found.map((one) => toJson(one, length, trained)) }, null, 2)
        : found.map(toText).join("\n"),
    );
    return 0;
  },
};

function toJson(indicator: Indicator, length: number, trained: number | undefined): object {
  const { id, title, formula, tex, unit, kind, source, means } = indicator;
  return {
    id,
    title,
    formula,
    tex,
    unit,
    value: indicator.atRequested ?? null,
    atLength: length,
    valueAtTrained: indicator.atTrained ?? null,
    trainedLength: trained ?? null,
    kind,
    source,
    means,
  };
}

function toText({ title, formula, unit, kind, source, means, ...at }: Indicator): string {
  const value = (number: number | undefined): string =>
    number === undefined ? "none" : numberText(Number(number.toPrecision(6)));
  return [
    `${title}: ${value(at.atRequested)} ${unit} (at the trained length: ${value(at.atTrained)})`,
    `    ${means}`,
    `    ${kind}: ${formula} (${source})`,
  ].join("\n");
}
