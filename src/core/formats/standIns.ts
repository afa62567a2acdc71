import { FormatError } from "../errors.ts";

/**
 * Files that lie where a checkpoint should: what Git leaves of a large file, a page that a browser saved,
 * the zeros of a download that was only set aside.
 * @throws FormatError `bad-magic` with what to do.
 */
export function refuseStandIn(head: Uint8Array, file: string): void {
  const text = new TextDecoder().decode(head).toLowerCase();
  for (const { begins, message } of standIns) {
    if (begins.some((start) => text.startsWith(start))) {
      const size = /\nsize (\d{1,15})\n/.exec(text)?.[1];
      const stated =
        size === undefined ? "" : ` to a file of ${Number(size).toLocaleString("en")} bytes`;
      const found = message.replace("{size}", stated);
      throw new FormatError("bad-magic", `${file} ${found}`, { offset: 0 });
    }
  }
  if (head.length >= 16 && head.every((byte) => byte === 0)) {
    throw new FormatError(
      "bad-magic",
      `${file} begins with zeros: its download was begun and not written`,
      {
        offset: 0,
      },
    );
  }
}

const standIns: readonly { readonly begins: readonly string[]; readonly message: string }[] = [
  {
    begins: ["version https://git-lfs.github.com/spec/"],
    message:
      "is a Git LFS pointer{size}, not the file itself: run `git lfs pull` in its repository",
  },
  {
    begins: ["<!doctype html", "<html"],
    message: "is an HTML page, not a checkpoint: the download gave a page in its place",
  },
];
