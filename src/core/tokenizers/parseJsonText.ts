import { FormatError } from "../errors.ts";

/** @throws FormatError `bad-json` */
export function parseJsonText(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 160) : "";
    throw new FormatError("bad-json", `${file} is not JSON: ${reason}`, { cause });
  }
}
