import { type Files, joinPath } from "../../core/bytes/files.ts";
import { FormatError } from "../../core/errors.ts";

/** A file of the model as text. @throws FormatError `too-large` above the limit, `bad-encoding` for what is no UTF-8. */
export async function readText(
  files: Files,
  folder: string,
  { name, limitBytes }: { readonly name: string; readonly limitBytes: number },
): Promise<string> {
  const source = await files.open(joinPath(folder, name));
  try {
    if (source.byteLength > limitBytes) {
      throw new FormatError(
        "too-large",
        `${name} has ${source.byteLength.toLocaleString("en")} bytes; ` +
          `Poslens reads up to ${limitBytes.toLocaleString("en")} bytes of it`,
      );
    }
    const bytes = await source.read(0, source.byteLength);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) {
      throw new FormatError("bad-encoding", `${name} is not UTF-8 text`, { cause: error });
    }
    throw error;
  } finally {
    await source.close();
  }
}
