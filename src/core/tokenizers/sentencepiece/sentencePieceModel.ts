import { type AlignedText, plainText } from "../alignedText.ts";
import { likeliestPath, type UnigramScores } from "../models/likeliestPath.ts";
import { mergePieces } from "../models/mergePieces.ts";
import type { ModelToken, TokenizerModel } from "../models/model.ts";
import { PrefixSearch } from "../models/prefixSearch.ts";
import { byteTokens } from "../models/vocabulary.ts";
import { pieceTypes, type SentencePieceModel } from "./parseSentencePiece.ts";
import { longestPieces } from "./sentencePieceNormalizer.ts";

export interface SentencePieceVocabulary {
  /** Every piece. */
  readonly ids: ReadonlyMap<string, number>;
  /** Pieces that a text may become: not control symbols, bytes and the unknown one. */
  readonly found: ReadonlyMap<string, number>;
  readonly userDefined: PrefixSearch;
  readonly unknownId: number;
}

/** A run of characters [from, to) with its id; none for what is unknown. */
interface Cut {
  readonly text: string;
  readonly id: number | undefined;
  readonly from: number;
  readonly to: number;
}

/** Unigram and BPE as the library sentencepiece runs them. */
export function createSentencePieceModel(
  model: SentencePieceModel,
  vocabulary: SentencePieceVocabulary,
): TokenizerModel {
  const cut = model.kind === "bpe" ? mergeCutter(model, vocabulary) : pathCutter(model, vocabulary);
  return {
    vocabulary: vocabulary.ids,
    tokenize: (part) => toTokens(cut(part), model, vocabulary),
  };
}

/** What is unknown becomes bytes, or one token for as much as is unknown together. */
function toTokens(
  cuts: readonly Cut[],
  { hasByteFallback }: SentencePieceModel,
  { ids, unknownId }: SentencePieceVocabulary,
): readonly ModelToken[] {
  const tokens: ModelToken[] = [];
  let wasUnknown = false;
  for (const { text, id, from, to } of cuts) {
    const bytes = id === undefined && hasByteFallback ? byteTokens(text, ids) : undefined;
    const last = tokens.at(-1);
    if (bytes !== undefined) tokens.push(...bytes.map((entry) => ({ ...entry, from, to })));
    else if (id === undefined && wasUnknown && last !== undefined) {
      tokens[tokens.length - 1] = { ...last, token: last.token + text, to };
    } else tokens.push({ id: id ?? unknownId, token: text, from, to });
    wasUnknown = id === undefined;
  }
  return tokens;
}

function pathCutter(
  { pieces }: SentencePieceModel,
  { found }: SentencePieceVocabulary,
): (part: AlignedText) => readonly Cut[] {
  const usable = [...found].filter(([, id]) => pieces[id]?.type !== pieceTypes.unused);
  const normal = pieces.filter(({ type }) => type === pieceTypes.normal);
  const least = normal.reduce((lowest, { score }) => Math.min(lowest, score), largestFloat);
  // The library begins with the smallest positive number, which no log-probability exceeds.
  const most = normal.reduce((highest, { score }) => Math.max(highest, score), smallestFloat);
  const scores: UnigramScores = {
    search: new PrefixSearch(usable),
    scoreOf: (id, text) =>
      pieces[id]?.type === pieceTypes.userDefined
        ? Math.fround(encoder.encode(text).length * most) - 0.1
        : (pieces[id]?.score ?? 0),
    unknown: Math.fround(least - unknownPenalty),
    precision: "single",
  };
  return (part) => {
    const text = plainText(part);
    let from = 0;
    return likeliestPath(text, scores).map((step) => {
      const piece = text.slice(step.from, step.to);
      const to = from + Array.from(piece).length;
      const cut = { text: piece, id: step.id, from, to };
      from = to;
      return cut;
    });
  };
}

const unknownPenalty = 10;
const largestFloat = 3.4028234663852886e38;
const smallestFloat = 1.1754943508222875e-38;
const encoder = new TextEncoder();

function mergeCutter(
  { pieces }: SentencePieceModel,
  { found, userDefined }: SentencePieceVocabulary,
): (part: AlignedText) => readonly Cut[] {
  const typeOf = (text: string): number | undefined => pieces[found.get(text) ?? -1]?.type;
  return (part) => {
    const { symbols, starts } = toSymbols(part, userDefined);
    // Pieces that are not used may come up on the way to others; left over, they fall apart again.
    const parts = new Map<string, readonly [string, string]>();
    const rankOf = (left: string, right: string): number | undefined => {
      if ([left, right].some((text) => typeOf(text) === pieceTypes.userDefined)) return undefined;
      const id = found.get(left + right);
      const piece = id === undefined ? undefined : pieces[id];
      if (piece === undefined) return undefined;
      if (piece.type === pieceTypes.unused) parts.set(left + right, [left, right]);
      return -piece.score;
    };
    return mergePieces(symbols, rankOf).flatMap(({ text, from }) => {
      let start = starts[from] ?? 0;
      return fallApart(text, parts, (piece) => typeOf(piece) === pieceTypes.unused).map((piece) => {
        const to = start + Array.from(piece).length;
        const cut = { text: piece, id: found.get(piece), from: start, to };
        start = to;
        return cut;
      });
    });
  };
}

/** Characters, and pieces of the user as wholes, with the character that each begins at. */
function toSymbols(
  part: AlignedText,
  userDefined: PrefixSearch,
): { readonly symbols: readonly string[]; readonly starts: readonly number[] } {
  const find = longestPieces(part, userDefined);
  const symbols: string[] = [];
  const starts: number[] = [];
  for (let from = 0; from < part.chars.length;) {
    const to = Math.max(from + 1, find(from));
    symbols.push(part.chars.slice(from, to).join(""));
    starts.push(from);
    from = to;
  }
  return { symbols, starts };
}

function fallApart(
  text: string,
  parts: ReadonlyMap<string, readonly [string, string]>,
  isUnused: (piece: string) => boolean,
): readonly string[] {
  const whole: string[] = [];
  const left = [text];
  for (let piece = left.pop(); piece !== undefined; piece = left.pop()) {
    const pair = isUnused(piece) ? parts.get(piece) : undefined;
    if (pair === undefined) whole.push(piece);
    else left.push(pair[1], pair[0]);
  }
  return whole;
}
