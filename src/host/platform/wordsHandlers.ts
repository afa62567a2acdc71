import { addedPositions } from "../../core/embeddings/addedPositions.ts";
import { EMBEDDING_DIMENSION_LIMIT, NEIGHBOUR_LIMIT } from "../../core/bytes/limits.ts";
import type { HostEvents } from "../../protocol/contract.ts";
import type { Handlers } from "../../protocol/rpc.ts";
import type { WordQuery, WordsRequests } from "../../protocol/words.ts";
import { RefusedError } from "./errors.ts";
import { type Fields, requireFields, requireText } from "./requestChecks.ts";
import { taskWatch } from "./taskWatch.ts";
import type { AboutModel } from "./tensorHandlers.ts";

/** What the host answers about static embeddings: it looks at what is asked, and its thread works it out. */
export function createWordsHandlers(
  about: (params: unknown) => AboutModel,
  tell: (progress: HostEvents["progress"]) => void,
): Handlers<WordsRequests> {
  return {
    async words(params, signal) {
      const { model, fields } = about(params);
      return (await model.words()).ask("words", {}, taskWatch(fields, signal, tell));
    },
    async wordSearch(params, signal) {
      const { model, fields } = about(params);
      const ask = { text: requireText(fields, "text") };
      return (await model.words()).ask("wordSearch", ask, taskWatch(fields, signal, tell));
    },
    async wordNeighbours(params, signal) {
      const { model, fields } = about(params);
      const ask = { query: requireQuery(fields), count: requireCount(fields) };
      return (await model.words()).ask("wordNeighbours", ask, taskWatch(fields, signal, tell));
    },
    async wordSentence(params, signal) {
      const { model, fields } = about(params);
      const ask = { text: requireText(fields, "text"), ...requirePositions(fields) };
      return (await model.words()).ask("wordSentence", ask, taskWatch(fields, signal, tell));
    },
    async wordPositions(params, signal) {
      const { model, fields } = about(params);
      const ask = requirePositions(fields);
      return (await model.words()).ask("wordPositions", ask, taskWatch(fields, signal, tell));
    },
  };
}

function requireQuery(fields: Fields): WordQuery {
  const query = requireFields(fields["query"]);
  if (query["kind"] === "words") return { kind: "words", text: requireText(query, "text") };
  const { values } = query;
  if (query["kind"] === "vector" && isVector(values)) return { kind: "vector", values };
  throw new RefusedError("bad-request", "A query is words, or a list of finite numbers");
}

function isVector(values: unknown): values is readonly number[] {
  return (
    Array.isArray(values) &&
    values.length <= EMBEDDING_DIMENSION_LIMIT &&
    values.every((value) => Number.isFinite(value))
  );
}

function requireCount(fields: Fields): number {
  const { count } = fields;
  if (Number.isSafeInteger(count) && (count as number) > 0 && (count as number) <= NEIGHBOUR_LIMIT)
    return count as number;
  throw new RefusedError(
    "bad-request",
    `"count" is a whole number from 1 to ${NEIGHBOUR_LIMIT}; ${String(count)} found`,
  );
}

function requirePositions(fields: Fields): { readonly scheme: string; readonly seed: number } {
  const { seed } = fields;
  const scheme = addedPositions.find(({ id }) => id === fields["scheme"])?.id;
  const isSeed = Number.isSafeInteger(seed) && (seed as number) >= 0 && (seed as number) < 2 ** 32;
  if (scheme !== undefined && isSeed) return { scheme, seed: seed as number };
  throw new RefusedError("bad-request", "Positions are a scheme that is offered, and a seed");
}
