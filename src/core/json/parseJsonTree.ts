import type { Node } from "jsonc-parser";
import { JSON_DEPTH_LIMIT } from "../bytes/limits.ts";
import { ProblemList } from "../bytes/problemList.ts";
import { shownText } from "../bytes/shownText.ts";
import type { Parsed, TextSpan } from "../problem.ts";
import { JsonTokens } from "./jsonTokens.ts";
import { TreeBuilder } from "./treeBuilder.ts";

/**
 * Text as jsonc-parser's tree, for files that nobody vouches for. Unlike that library's own parser it does not
 * recurse (99 000 brackets are a message, not a stack overflow), keeps of several properties with one name the
 * last, as every JSON reader does, and says so, and reads the NaN and Infinity that Python writes.
 * Never throws. `undefined` where no value begins. An object that is cut off comes back with what it has.
 */
export function parseJsonTree(text: string, file: string): Parsed<Node | undefined> {
  const problems = new ProblemList(file);
  const builder = new TreeBuilder(problems);
  const marked = text.startsWith("\uFEFF");
  // A caller that did not strip the mark still gets offsets of its own text.
  if (marked) {
    const message = "begins with a byte-order mark, which Python's JSON reader refuses";
    problems.add("byte-order-mark", "warning", message, { span: { offset: 0, length: 1 } });
  }
  const tokens = new JsonTokens(text, marked ? 1 : 0);
  while (tokens.next() !== "end") {
    reportFault(tokens, problems);
    if (!takeToken(tokens, builder)) break;
  }
  return { value: builder.finish(text.length), problems: problems.list };
}

/** False = stop here. */
function takeToken(tokens: JsonTokens, builder: TreeBuilder): boolean {
  const { kind, offset } = tokens;
  switch (kind) {
    case "{":
      return openContainer(builder, "object", offset);
    case "[":
      return openContainer(builder, "array", offset);
    case "}":
    case "]":
      builder.close(kind === "}" ? "object" : "array", offset);
      return true;
    case ",":
      builder.comma(offset);
      return true;
    case ":":
      builder.colon(offset);
      return true;
    case "comment":
      builder.problems.add("comment", "warning", "has a comment, which JSON does not have", {
        span: spanOf(tokens),
      });
      return true;
    default:
      addScalar(tokens, builder);
      return true;
  }
}

function addScalar(tokens: JsonTokens, builder: TreeBuilder): void {
  const span = spanOf(tokens);
  switch (tokens.kind) {
    case "string": {
      builder.value({ type: "string", ...span, value: tokens.value });
      return;
    }
    case "number": {
      addNumber(tokens.value, span, builder);
      return;
    }
    case "true":
    case "false": {
      builder.value({ type: "boolean", ...span, value: tokens.kind === "true" });
      return;
    }
    case "null": {
      builder.value({ type: "null", ...span, value: null });
      return;
    }
    default: {
      addUnknown(tokens, builder);
      return;
    }
  }
}

function openContainer(builder: TreeBuilder, type: "object" | "array", offset: number): boolean {
  if (builder.depth < JSON_DEPTH_LIMIT) {
    builder.open(type, offset);
    return true;
  }
  builder.problems.add(
    "too-deep",
    "error",
    `is nested deeper than ${JSON_DEPTH_LIMIT} levels at character ${offset}; the rest is not read`,
    { span: { offset, length: 1 } },
  );
  return false;
}

function addNumber(literal: string, span: TextSpan, builder: TreeBuilder): void {
  const value = Number(literal);
  if (!Number.isFinite(value)) {
    const message = `has the number ${shownText(literal)}, beyond what a double holds (about 1.8e308)`;
    builder.problems.add("number-too-large", "warning", message, { span });
  } else if (/^-?\d+$/.test(literal) && !Number.isSafeInteger(value)) {
    const message = `has the whole number ${shownText(literal)}, beyond 2^53, where doubles are not exact`;
    builder.problems.add("number-not-exact", "warning", message, { span });
  }
  builder.value({ type: "number", ...span, value });
}

/** Python's json writes three literals that JSON does not have; anything else unknown is no value. */
function addUnknown(tokens: JsonTokens, builder: TreeBuilder): void {
  const offset = tokens.offset;
  let word = tokens.value;
  if (word === "-") {
    tokens.next();
    word += tokens.value;
  }
  const span = { offset, length: tokens.end - offset };
  const value = pythonLiterals.get(word);
  if (value === undefined) {
    const message = `has ${shownText(word)} where a value should be`;
    builder.problems.add("bad-literal", "error", message, { span });
    builder.value({ type: "null", ...span, value: null });
    return;
  }
  const message = `has ${word}, which Python writes and JSON does not have`;
  builder.problems.add("not-a-json-number", "warning", message, { span });
  builder.value({ type: "number", ...span, value });
}

const pythonLiterals: ReadonlyMap<string, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

function reportFault(tokens: JsonTokens, problems: ProblemList): void {
  const { fault, offset } = tokens;
  if (fault === undefined) return;
  problems.add("bad-token", "error", `${fault} at character ${offset}`, { span: spanOf(tokens) });
}

function spanOf(tokens: JsonTokens): TextSpan {
  return { offset: tokens.offset, length: tokens.end - tokens.offset };
}
