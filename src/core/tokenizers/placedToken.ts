/** A token with the characters of the typed text that it stands for (code points, half open). */
export interface PlacedToken {
  readonly id: number;
  readonly token: string;
  readonly span: readonly [number, number];
}

/** A token that stands for no text. */
export function textlessToken(token: string, id: number): PlacedToken {
  return { id, token, span: [0, 0] };
}
