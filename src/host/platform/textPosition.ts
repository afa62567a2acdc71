/** Line and character, both from 0, of an offset in a text; VS Code's counting: UTF-16, three kinds of line ends. */
export function toTextPosition(
  text: string,
  offset: number,
): { readonly line: number; readonly character: number } {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
