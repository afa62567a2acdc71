import type { PositionScheme } from "../core/positions/positionScheme.ts";
import { bareKind, bareKinds } from "../core/positions/registry.ts";
import { readParameters } from "../core/positions/schemeParameter.ts";
import { UsageError } from "./usageError.ts";

/**
 * A scheme without a model, from `--scheme KIND --param KEY=VALUE…`.
 * @throws UsageError that names the kinds there are, or each parameter that is wrong with what is allowed.
 */
export function bareScheme(name: string, params: readonly string[]): PositionScheme {
  const bare = bareKind(name)?.bare;
  if (bare === undefined) {
    const known = bareKinds().map(({ kind }) => kind);
    throw new UsageError(`--scheme is "${name}", allowed are ${known.toSorted().join(", ")}`);
  }
  const { values, problems } = readParameters(bare.parameters, pairs(params));
  if (problems.length > 0) {
    throw new UsageError(problems.map(({ message }) => `--param ${message}`).join("; "));
  }
  return bare.create(values);
}

function pairs(params: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    params.map((param) => {
      const cut = param.indexOf("=");
      if (cut > 0) return [param.slice(0, cut), param.slice(cut + 1)];
      throw new UsageError(`--param is "${param}", allowed is KEY=VALUE`);
    }),
  );
}
