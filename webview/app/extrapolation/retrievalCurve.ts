import { FormatError } from "../../../src/core/errors.ts";
import type { ModelSpec } from "../../../src/core/models/modelSpec.ts";
import {
  predictedRetrieval,
  simulatedRetrieval,
} from "../../../src/core/positions/indicators/syntheticRetrieval.ts";
import { ropeInverseFrequencies } from "../../../src/core/positions/scaling/inverseFrequencies.ts";
import { formatCount, formatValue } from "../../render/numbers.ts";
import { lengthMarkers } from "../frequencies/frequencyChart.ts";
import type { CurveContent } from "../views/curveFigure.ts";
import { decayLength } from "./decayCurve.ts";
import { evenlyOnLog } from "./lengthCurves.ts";

/** Shown beside the picture; the same numbers every time. */
const draws = { seed: 1, trials: 60 };

/** More keys only move both curves down together, and cost time in proportion. */
const mostDistractors = 4096;

const points = 48;

/** Weight of a key like the query by distance, drawn and in closed form; `undefined` for what is no rotation. */
export function retrievalContent(spec: ModelSpec, requested: number): CurveContent | undefined {
  const { scheme, headDim, lengths } = spec;
  if (scheme.kind !== "rope") return undefined;
  try {
    const rotation = ropeInverseFrequencies(scheme, requested);
    const distractors = Math.min(Math.max(1, requested - 1), mostDistractors);
    const width = Math.max(headDim, 2 * rotation.inverseFrequencies.length);
    const head = { ...rotation, headDim: width, distractors };
    const longest = Math.max(2, decayLength(spec, requested));
    const distances = evenlyOnLog(1, longest, points);
    const simulated = simulatedRetrieval(head, distances, draws);
    const predicted = predictedRetrieval(head, distances);
    const { trained, declared } = lengths;
    const markers = lengthMarkers({ trained, declared, requested }, "x");
    return {
      chart: {
        xs: distances,
        curves: [
          { name: "simulated", values: simulated, look: "model", shape: "dots" },
          { name: "predicted, closed form", values: predicted, look: "other", shape: "line" },
        ],
        markers: markers.filter(({ at }) => at <= longest),
        x: { title: "distance, tokens", scale: "log" },
        y: { title: "median weight of the key", scale: "log" },
      },
      summary: "",
      note:
        `Simulated with vectors that nobody trained · q from N(0, I), one key equal to q, ${formatCount(distractors)} others, ` +
        `d = ${width}, seed ${draws.seed}, median of ${draws.trials} · ` +
        "closed form 1 / (1 + n·e^(1/2 − 2·B_D/√d)), the attention factor and dimensions that do not turn included; ours, after Men et al. 2024, arXiv 2405.14591",
      reading: (index) =>
        `distance ${formatCount(distances[index] ?? 0)}   simulated ${formatValue(simulated[index] ?? NaN)}   closed form ${formatValue(predicted[index] ?? NaN)}`,
    };
  } catch (error) {
    // A scaling without numbers has no curve; the config's own problem says why.
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
