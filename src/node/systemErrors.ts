import { FormatError } from "../core/errors.ts";

/** Turns what the file system refused into a failure that a user can read; other errors pass through. */
export function asFormatError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code === undefined) {
    return error;
  }
  if (isMissing(error)) {
    return new FormatError("not-found", `There is nothing at ${path}.`, { cause: error });
  }
  return new FormatError("not-readable", `${path} cannot be read: ${sentences[code] ?? code}.`, {
    cause: error,
  });
}

/** Nothing is there; a path that goes through a file as if it were a folder leads nowhere as well. */
export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === "ENOENT" || code === "ENOTDIR" || code === impossiblePath;
}

const sentences: Readonly<Record<string, string>> = {
  EACCES: "permission was denied",
  EPERM: "the system does not allow it",
  EISDIR: "it is a folder; a file was expected",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ELOOP: "its links lead back to themselves",
  ENAMETOOLONG: "its name is too long",
  EBUSY: "another program holds it",
  EIO: "the disk reported an error",
};

/** Node refuses a path with a NUL in it before the system sees it; names come from files, so it happens. */
const impossiblePath = "ERR_INVALID_ARG_VALUE";

function systemCode(error: unknown): string | undefined {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  const fromSystem = error instanceof Error && "syscall" in error;
  return typeof code === "string" && (fromSystem || code === impossiblePath) ? code : undefined;
}
