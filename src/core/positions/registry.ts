import { axial } from "./absolute/axial.ts";
import { gridSinusoidal } from "./absolute/gridSinusoidal.ts";
import { learned } from "./absolute/learned.ts";
import { sinusoidal } from "./absolute/sinusoidal.ts";
import { contentWeighted } from "./articles/contentWeighted.ts";
import { lostExponent } from "./articles/lostExponent.ts";
import { scalarAbsolute } from "./articles/scalarAbsolute.ts";
import { scaleBased } from "./articles/scaleBased.ts";
import type { PositionalVectors } from "./positionalVectors.ts";
import type { LearnedTable, PositionKind } from "./positionKind.ts";
import type { PositionScheme } from "./positionScheme.ts";
import { alibi } from "./relative/alibi.ts";
import { continuousWindow } from "./relative/continuousWindow.ts";
import { cope } from "./relative/cope.ts";
import { deberta } from "./relative/deberta.ts";
import { fire } from "./relative/fire.ts";
import { kerple } from "./relative/kerple.ts";
import { sandwich } from "./relative/sandwich.ts";
import { shaw } from "./relative/shaw.ts";
import { t5 } from "./relative/t5.ts";
import { transformerXl } from "./relative/transformerXl.ts";
import { untied } from "./relative/untied.ts";
import { windowTable } from "./relative/windowTable.ts";
import { ropeBeyond, ropeLabel, ropeVectors } from "./rope.ts";
import { bareRope } from "./bareRope.ts";
import { gridRope } from "./rotary/gridRope.ts";
import { mappedRope } from "./rotary/mappedRope.ts";
import { mrope } from "./rotary/mrope.ts";
import { ntkAware } from "./rotary/ntkAware.ts";
import { queryScale } from "./rotary/queryScale.ts";
import { randomized } from "./rotary/randomized.ts";
import { xpos } from "./rotary/xpos.ts";
import type { BiasRequest, ScoreBias } from "./scoreBias.ts";
import { unknownScheme } from "./unknownScheme.ts";

/** Every scheme by its kind: a new one is a member of the union, its file, and a line here. */
export const schemes: {
  readonly [Kind in PositionScheme["kind"]]: PositionKind<
    Extract<PositionScheme, { readonly kind: Kind }>
  >;
} = {
  rope: {
    kind: "rope",
    label: ropeLabel,
    vectors: ropeVectors,
    bare: bareRope,
    beyond: ropeBeyond,
  },
  gridRope,
  mappedRope,
  mrope,
  ntkAware,
  queryScale,
  randomized,
  xpos,
  alibi,
  continuousWindow,
  cope,
  deberta,
  fire,
  kerple,
  sandwich,
  shaw,
  t5,
  transformerXl,
  untied,
  windowTable,
  axial,
  gridSinusoidal,
  learned,
  sinusoidal,
  contentWeighted,
  lostExponent,
  scalarAbsolute,
  scaleBased,
  unknown: unknownScheme,
};

/**
 * Vectors of the positions as the scheme defines them, or `undefined` where it has none.
 * @throws FormatError where its parameters give none.
 */
export function positionalVectors(
  scheme: PositionScheme,
  positions: readonly number[],
  sequenceLength: number,
): PositionalVectors | undefined {
  return kindOf(scheme).vectors(scheme, positions, sequenceLength);
}

/** The kind of that name, where a scheme can be made of parameters alone. */
export function bareKind(name: string): PositionKind<PositionScheme> | undefined {
  return bareKinds().find(({ kind }) => kind === name);
}

/** Every kind that can be made of parameters alone. */
export function bareKinds(): readonly PositionKind<PositionScheme>[] {
  return (Object.values(schemes) as readonly PositionKind<PositionScheme>[]).filter(
    ({ bare }) => bare !== undefined,
  );
}

/** What a scheme adds to scores, or `undefined` where it adds nothing. */
export function scoreBias(scheme: PositionScheme, request: BiasRequest): ScoreBias | undefined {
  return kindOf(scheme).bias?.(scheme, request);
}

/** The learned tables that a scheme's vectors or bias need. */
export function learnedTables(scheme: PositionScheme, heads: number): readonly LearnedTable[] {
  return kindOf(scheme).tables?.(scheme, heads) ?? [];
}

/** "RoPE · yarn ×4". */
export function schemeLabel(scheme: PositionScheme): string {
  return kindOf(scheme).label(scheme);
}

/** Safe because the table ties each object to its own kind; the compiler checks the table, not the lookup. */
function kindOf(scheme: PositionScheme): PositionKind<PositionScheme> {
  return schemes[scheme.kind];
}
