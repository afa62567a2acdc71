import type { ChartMarker, CurveChart } from "../../render/curveChart.ts";
import { formatCount, formatFixed, formatShare, formatValue } from "../../render/numbers.ts";
import { type FrequencyReport, type PairRow, pairsText } from "./frequencyReport.ts";

/** More pairs than this would only cover each other; a table of them would be no shorter than the file. */
export const mostPairs = 512;

/** Pairs that are drawn and listed: all, or evenly spaced ones where there are too many. */
export function shownPairs({ rows }: FrequencyReport): readonly PairRow[] {
  const stride = Math.ceil(rows.length / mostPairs);
  return rows.filter(({ pair }) => pair % stride === 0);
}

/** Wavelength of each pair on a logarithmic axis against the lengths; pairs at risk are triangles. */
export function frequencyChart(report: FrequencyReport): CurveChart {
  const rows = shownPairs(report);
  const isAtRisk = ({ unseen = 0 }: PairRow): boolean => unseen > 0;
  const safe = rows.map((row) => (isAtRisk(row) ? undefined : row.wavelength));
  const risky = rows.map((row) => (isAtRisk(row) ? row.wavelength : undefined));
  return {
    xs: rows.map(({ pair }) => pair),
    curves: [
      ...(report.isScaled
        ? [
            {
              name: "before scaling",
              values: rows.map(({ plain }) => plain),
              look: "plain",
              shape: "rings",
            } as const,
          ]
        : []),
      {
        name: report.isScaled ? "as the model turns it" : "wavelength",
        values: safe,
        look: "model",
        shape: "dots",
      },
      { name: "meets new angles", values: risky, look: "risk", shape: "triangles" },
    ],
    markers: lengthMarkers(report, "y"),
    x: { title: "pair of the rotation", scale: "linear" },
    y: { title: "tokens per turn", scale: "log" },
  };
}

/** The lengths that a reader compares with; equal ones share a line. */
export function lengthMarkers(
  lengths: Pick<FrequencyReport, "trained" | "declared" | "requested">,
  axis: "x" | "y",
): readonly ChartMarker[] {
  const found = new Map<number, { names: string[]; look: ChartMarker["look"] }>();
  for (const look of ["trained", "declared", "requested"] as const) {
    const at = lengths[look];
    if (at === undefined) continue;
    const same = found.get(at);
    if (same === undefined) found.set(at, { names: [look], look });
    else same.names.push(look);
  }
  return [...found].map(([at, { names, look }]) => ({
    axis,
    at,
    name: `${names.join(" and ")} ${formatCount(at)}`,
    look,
  }));
}

/** What the picture shows, in one or two sentences; the screen reader's name of the picture too. */
export function frequencySummary(report: FrequencyReport): string {
  const { rows, atRisk, requested, trained, firstRisk } = report;
  const length = `${formatCount(requested)} tokens`;
  if (trained === undefined) {
    return `Nobody says on which length the model was trained, so what is new at ${length} cannot be told.`;
  }
  if (atRisk.length === 0) {
    return `No pair of ${rows.length} meets an angle at ${length} that training never showed.`;
  }
  const [only] = atRisk;
  const who =
    atRisk.length === 1
      ? `Pair ${only ?? ""} of ${rows.length} meets`
      : `${atRisk.length} of ${rows.length} pairs, ${pairsText(atRisk)}, meet`;
  const from = firstRisk === undefined ? "" : `, from position ${formatCount(firstRisk)} on`;
  return `${who} angles at ${length} that training never showed${from}.`;
}

/** What is read at one pair. */
export function pairReading(row: PairRow, { isScaled }: FrequencyReport): string {
  const before = isScaled ? `   before scaling ${wavelengthText(row.plain)}` : "";
  const trained =
    row.turnsTrained === undefined ? "" : `   turns in training ${turnsText(row.turnsTrained)}`;
  const unseen = row.unseen === undefined ? "" : `   unseen ${formatShare(row.unseen, 1)}`;
  return `pair ${row.pair}   ${wavelengthText(row.wavelength)} tokens a turn${before}${trained}   at the request ${turnsText(row.turnsRequested)}${unseen}`;
}

export const pairColumns = [
  "pair",
  "tokens per turn, before scaling",
  "tokens per turn",
  "turns in training",
  "turns at the request",
  "unseen phase",
  "at risk",
] as const;

/** The table that says the same as the picture. */
export function pairCells(row: PairRow): readonly string[] {
  const { pair, plain, wavelength, turnsTrained, turnsRequested, unseen } = row;
  return [
    String(pair),
    wavelengthText(plain),
    wavelengthText(wavelength),
    turnsTrained === undefined ? "not known" : turnsText(turnsTrained),
    turnsText(turnsRequested),
    unseen === undefined ? "not known" : formatShare(unseen, 1),
    (unseen ?? 0) > 0 ? "at risk" : "",
  ];
}

function wavelengthText(tokens: number): string {
  if (!Number.isFinite(tokens)) return "stands still";
  return tokens >= 10_000 ? formatCount(tokens) : formatValue(tokens);
}

function turnsText(turns: number): string {
  return turns >= 100 ? formatCount(turns) : formatFixed(turns, turns >= 10 ? 1 : 3);
}
