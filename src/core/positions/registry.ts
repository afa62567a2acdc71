import { axial } from "./absolute/axial.ts";
import { gridSinusoidal } from "./absolute/gridSinusoidal.ts";
import { learned } from "./absolute/learned.ts";
import { sinusoidal } from "./absolute/sinusoidal.ts";
import type { PositionalVectors } from "./positionalVectors.ts";
import type { PositionKind } from "./positionKind.ts";
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
import { windowTable } from "./relative/windowTable.ts";
import { ropeLabel, ropeVectors } from "./rope.ts";
import { unknownScheme } from "./unknownScheme.ts";

/** Every scheme by its kind: a new one is a member of the union, its file, and a line here. */
export const schemes: {
  readonly [Kind in PositionScheme["kind"]]: PositionKind<
    Extract<PositionScheme, { readonly kind: Kind }>
  >;
} = {
  rope: { kind: "rope", label: ropeLabel, vectors: ropeVectors },
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
  windowTable,
  axial,
  gridSinusoidal,
  learned,
  sinusoidal,
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

/** "RoPE · yarn ×4". */
export function schemeLabel(scheme: PositionScheme): string {
  return kindOf(scheme).label(scheme);
}

/** Safe because the table ties each object to its own kind; the compiler checks the table, not the lookup. */
function kindOf(scheme: PositionScheme): PositionKind<PositionScheme> {
  return schemes[scheme.kind];
}
