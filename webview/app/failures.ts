import { RpcError } from "../../src/protocol/rpcError.ts";

/** Codes that say that nobody wants the answer any more: no failure to show. */
const silent = new Set(["cancelled", "stale", "gone"]);

export function wasCancelled(error: unknown): boolean {
  return error instanceof RpcError && silent.has(error.code);
}

/** One sentence for the place where the result would have stood. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
