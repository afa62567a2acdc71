import type { WireError } from "./rpcError.ts";

/**
 * What travels. `from` names the sending end for its lifetime: a reloaded webview is another end,
 * and answers to its predecessor's questions must not reach it. Ids are unique over all ends.
 */
export type Envelope = { readonly from: string } & (
  | {
      readonly kind: "request";
      readonly id: string;
      readonly method: string;
      readonly params: unknown;
    }
  | ({ readonly kind: "reply"; readonly id: string } & Outcome)
  | { readonly kind: "cancel"; readonly id: string }
  | { readonly kind: "event"; readonly event: string; readonly payload: unknown }
);

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: WireError };

/** Gives `undefined` for a message that no end of ours sends; payloads are left as they came. */
export function parseEnvelope(message: unknown): Envelope | undefined {
  if (!isRecord(message) || typeof message["from"] !== "string") {
    return undefined;
  }
  const from = message["from"];
  if (message["kind"] === "event") {
    const event = message["event"];
    return typeof event === "string"
      ? { from, kind: "event", event, payload: message["payload"] }
      : undefined;
  }
  const id = message["id"];
  return typeof id === "string" ? parseAboutRequest(message, from, id) : undefined;
}

function parseAboutRequest(
  message: Record<string, unknown>,
  from: string,
  id: string,
): Envelope | undefined {
  switch (message["kind"]) {
    case "request": {
      const method = message["method"];
      return typeof method === "string"
        ? { from, kind: "request", id, method, params: message["params"] }
        : undefined;
    }
    case "cancel":
      return { from, kind: "cancel", id };
    case "reply": {
      const outcome = parseOutcome(message);
      return outcome && { from, kind: "reply", id, ...outcome };
    }
    default:
      return undefined;
  }
}

function parseOutcome(message: Record<string, unknown>): Outcome | undefined {
  if (message["ok"] === true) {
    return { ok: true, value: message["value"] };
  }
  const error = message["error"];
  if (message["ok"] !== false || !isRecord(error)) {
    return undefined;
  }
  const { code, message: text } = error;
  return typeof code === "string" && typeof text === "string"
    ? { ok: false, error: { code, message: text } }
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
