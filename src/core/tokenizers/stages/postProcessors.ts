import { FormatError } from "../../errors.ts";
import { byteChars } from "../byteLevel.ts";
import { asCount, badField, type FieldReader } from "../fieldReader.ts";
import { maxTokenId } from "../limits.ts";
import { type PlacedToken, textlessToken } from "../placedToken.ts";
import { readStages, type StageKind } from "./stage.ts";

/** Adds special tokens around a text, or makes spans narrower. */
export interface PostProcessor {
  /** How many tokens it adds to any text. */
  readonly adds: number;
  process(tokens: readonly PlacedToken[]): readonly PlacedToken[];
}

/** All post-processors of a file as one. @throws FormatError */
export function readPostProcessor(fields: FieldReader | undefined): PostProcessor {
  const stages = readStages(postProcessors, fields);
  return {
    adds: stages.reduce((sum, { adds }) => sum + adds, 0),
    process: (tokens) => stages.reduce((processed, stage) => stage.process(processed), tokens),
  };
}

/** Special tokens before and after the text. */
export function surround(
  before: readonly PlacedToken[],
  after: readonly PlacedToken[],
): PostProcessor {
  return {
    adds: before.length + after.length,
    process: (tokens) => [...before, ...tokens, ...after],
  };
}

const postProcessors: StageKind<PostProcessor> = {
  name: "post-processor",
  members: "processors",
  readers: new Map([
    ["TemplateProcessing", readTemplate],
    ["BertProcessing", readBert],
    ["RobertaProcessing", readRoberta],
    ["ByteLevel", (fields: FieldReader) => trimmer(fields)],
  ]),
};

function readTemplate(fields: FieldReader): PostProcessor {
  const specials = fields.object("special_tokens");
  const before: PlacedToken[] = [];
  const after: PlacedToken[] = [];
  let side = before;
  for (const item of fields.objects("single")) {
    const special = item.optionalObject("SpecialToken");
    if (special !== undefined) {
      side.push(...readSpecial(specials.object(special.string("id"))));
    } else if (side === before && item.object("Sequence").string("id") === "A") {
      side = after;
    } else {
      const message = `"${fields.path("single")}" of the tokenizer file must hold the text "A" once.`;
      throw new FormatError("unsupported", message);
    }
  }
  if (side === before) throw badField(fields.path("single"), fields.raw("single"), 'the text "A"');
  return surround(before, after);
}

function readSpecial(special: FieldReader): readonly PlacedToken[] {
  const ids = special.list("ids");
  return special.list("tokens").map((token, index) => {
    const where = `${special.where}.tokens[${index}]`;
    if (typeof token !== "string") throw badField(where, token, "a text");
    return textlessToken(token, asCount(ids[index], maxTokenId, `${special.where}.ids[${index}]`));
  });
}

function readBert(fields: FieldReader): PostProcessor {
  return surround([readPair(fields, "cls")], [readPair(fields, "sep")]);
}

function readRoberta(fields: FieldReader): PostProcessor {
  const trim = trimmer(fields);
  const around = readBert(fields);
  return { adds: around.adds, process: (tokens) => around.process(trim.process(tokens)) };
}

function readPair(fields: FieldReader, name: string): PlacedToken {
  const [token, id] = fields.list(name);
  if (typeof token !== "string") throw badField(fields.path(name), token, "a token and its id");
  return textlessToken(token, asCount(id, maxTokenId, `${fields.path(name)}[1]`));
}

function trimmer(fields: FieldReader): PostProcessor {
  const addsSpace = fields.flag("add_prefix_space", "on") ? "added" : "own";
  const trims = fields.flag("trim_offsets", "on");
  return {
    adds: 0,
    process: (tokens) =>
      trims ? tokens.map((token, index) => trim(token, index === 0 ? addsSpace : "own")) : tokens,
  };
}

/** Takes white space off a span; a lone space before the first token may be one that was added and has no place. */
function trim(placed: PlacedToken, firstSpace: "added" | "own"): PlacedToken {
  const chars = Array.from(placed.token);
  const firstText = chars.findIndex((char) => !isSpace(char));
  const spacesBefore = firstText < 0 ? chars.length : firstText;
  const spacesAfter = chars.length - 1 - chars.findLastIndex((char) => !isSpace(char));
  let [from, to] = placed.span;
  const leading = firstSpace === "added" && spacesBefore === 1 ? 0 : spacesBefore;
  from = Math.min(from + leading, to);
  if (to >= spacesAfter) to = Math.max(to - spacesAfter, from);
  return { ...placed, span: [from, to] };
}

function isSpace(char: string): boolean {
  return char === byteChars[0x20] || /\p{White_Space}/u.test(char);
}
