import { FormatError } from "../../../src/core/errors.ts";
import type { PositionScheme } from "../../../src/core/positions/positionScheme.ts";
import {
  qualityReport,
  type QualityTest,
} from "../../../src/core/positions/quality/qualityReport.ts";
import { positionalVectors } from "../../../src/core/positions/registry.ts";
import { toVectorRows } from "./schemeSight.ts";

/** Positions of the report: the thresholds were calibrated on that many. */
export const qualityPositions = 512;

/** Widest vectors that are judged on the page: those of 128 numbers would hold it up for three seconds. */
const widestJudged = 64;

/** Ten tests of vectors that are added, or the sentence that says why there are none. */
export function qualityOf(
  scheme: PositionScheme,
): readonly QualityTest[] | { readonly reason: string } {
  try {
    const positions = Array.from({ length: qualityPositions }, (_, index) => index);
    const vectors = positionalVectors(scheme, positions, qualityPositions);
    if (vectors === undefined) {
      return { reason: "No vectors are added, so there is nothing to judge." };
    }
    if (vectors.parts.some(({ name }) => name === "cos")) {
      return {
        reason:
          "A rotation adds no vectors: what it does with distance is the kernel B_D, drawn above.",
      };
    }
    const rows = toVectorRows(vectors);
    if (rows.width > widestJudged) {
      return {
        reason: `Vectors of ${rows.width} numbers take too long to be judged on this page; choose a width of at most ${widestJudged}.`,
      };
    }
    return qualityReport(rows);
  } catch (error) {
    if (error instanceof FormatError) return { reason: error.message };
    throw error;
  }
}
