import { longestDefinition, maxPythonText } from "./limits.ts";

/** A class or function at the left margin. */
export interface Definition {
  readonly kind: "class" | "def";
  readonly name: string;
  /** Of the name, in the file. */
  readonly nameOffset: number;
  readonly offset: number;
  readonly text: string;
}

/**
 * The definitions at the left margin of a file, found line by line: a file that is typed in is never parsed whole.
 * A definition ends where the next line begins at the margin. Those too long to be an encoding are left out.
 */
export function findDefinitions(text: string): Definition[] {
  if (text.length > maxPythonText) return [];
  const definitions: Definition[] = [];
  let open: RegExpExecArray | undefined;
  const close = (end: number): void => {
    if (open !== undefined) addDefinition(definitions, open, text, end);
    open = undefined;
  };
  // A line that begins with something other than space, a comment or a closing bracket.
  const atMargin = /^[^\s#)\]}].*$/gm;
  for (let line = atMargin.exec(text); line !== null; line = atMargin.exec(text)) {
    close(line.index);
    open = definitionLine.exec(line[0]) === null ? undefined : line;
  }
  close(text.length);
  return definitions;
}

const definitionLine = /^(?:async[ \t]+)?(class|def)[ \t]+([A-Za-z_]\w{0,199})/;

function addDefinition(
  definitions: Definition[],
  line: RegExpExecArray,
  text: string,
  end: number,
): void {
  const [head = "", kind = "", name = ""] = definitionLine.exec(line[0]) ?? [];
  if (end - line.index > longestDefinition) return;
  definitions.push({
    kind: kind === "class" ? "class" : "def",
    name,
    nameOffset: line.index + head.length - name.length,
    offset: line.index,
    text: text.slice(line.index, end),
  });
}
