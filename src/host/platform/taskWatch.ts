import type { Watch } from "../../core/tensors/tensorPieces.ts";
import type { HostEvents } from "../../protocol/contract.ts";
import { type Fields, requireText } from "./requestChecks.ts";

/** A bar that moves ten times a second looks as if it ran. */
const progressEveryMs = 100;

/** Follows work that a request named: until it is cancelled the page hears how far it has come. */
export function taskWatch(
  fields: Fields,
  signal: AbortSignal,
  tell: (progress: HostEvents["progress"]) => void,
): Watch {
  const task = requireText(fields, "task");
  let told = Date.now();
  return {
    signal,
    progress(done, total) {
      if (!signal.aborted && Date.now() - told >= progressEveryMs) {
        told = Date.now();
        tell({ task, done, total });
      }
    },
  };
}
