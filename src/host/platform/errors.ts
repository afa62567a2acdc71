import { FormatError } from "../../core/errors.ts";
import { RpcError } from "../../protocol/rpcError.ts";

/** A request that cannot be met, said in one sentence to whoever asked: no bug, and no stack in the log. */
export class RefusedError extends Error {
  readonly code: "stale" | "bad-request" | "no-model";

  constructor(code: RefusedError["code"], message: string) {
    super(message);
    this.name = "RefusedError";
    this.code = code;
  }
}

/** Cancellation is silent everywhere: whoever cancelled knows. */
export function isCancellation(error: unknown): boolean {
  if (error instanceof RpcError) {
    return error.code === "cancelled" || error.code === "disposed" || error.code === "gone";
  }
  return error instanceof Error && (error.name === "AbortError" || error.name === "Canceled");
}

/** Expected failures carry a sentence for people; everything else is a bug of ours. */
export function isExpected(error: unknown): boolean {
  return error instanceof FormatError || error instanceof RefusedError || error instanceof RpcError;
}
