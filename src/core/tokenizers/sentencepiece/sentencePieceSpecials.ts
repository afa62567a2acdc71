import { FormatError } from "../../errors.ts";
import { FieldReader } from "../fieldReader.ts";
import { parseJsonText } from "../parseJsonText.ts";
import { textlessToken } from "../placedToken.ts";
import { type PostProcessor, surround } from "../stages/postProcessors.ts";
import type { SentencePieceModel } from "./parseSentencePiece.ts";

/**
 * The tokens around a text, as the class in tokenizer_config.json adds them.
 * @throws FormatError `unsupported` for a class that numbers pieces anew, `bad-header` for a config of wrong kinds.
 */
export function sentencePieceSpecials(
  model: SentencePieceModel,
  ids: ReadonlyMap<string, number>,
  configJson: string | undefined,
): PostProcessor {
  if (configJson === undefined) return surround([], []);
  const config = new FieldReader(parseJsonText(configJson, "tokenizer_config.json"), "");
  const name = (config.optionalString("tokenizer_class") ?? "").replace(/Fast$/, "");
  if (renumbered.has(name)) {
    throw new FormatError(
      "unsupported",
      `${name} numbers the pieces of its SentencePiece model anew, which Poslens does not do; the folder needs a tokenizer.json`,
    );
  }
  const token = (id: number | undefined): ReturnType<typeof textlessToken>[] => {
    const piece = id === undefined ? undefined : model.pieces[id]?.piece;
    return piece === undefined || id === undefined ? [] : [textlessToken(piece, id)];
  };
  const { before = [], after = [] } = around.get(name) ?? {};
  const addsBos = config.flag("add_bos_token", addsBosByDefault.has(name) ? "on" : "off");
  const addsEos = config.flag("add_eos_token", endsByDefault.has(name) ? "on" : "off");
  return surround(
    [...(addsBos ? token(model.bosId) : []), ...before.flatMap((piece) => token(ids.get(piece)))],
    [...after.flatMap((piece) => token(ids.get(piece))), ...(addsEos ? token(model.eosId) : [])],
  );
}

const addsBosByDefault: ReadonlySet<string> = new Set([
  "LlamaTokenizer",
  "CodeLlamaTokenizer",
  "GemmaTokenizer",
]);

const endsByDefault: ReadonlySet<string> = new Set(["T5Tokenizer", "MT5Tokenizer"]);

const around: ReadonlyMap<string, { readonly before?: string[]; readonly after?: string[] }> =
  new Map([
    ["AlbertTokenizer", { before: ["[CLS]"], after: ["[SEP]"] }],
    ["BigBirdTokenizer", { before: ["[CLS]"], after: ["[SEP]"] }],
    ["DebertaV2Tokenizer", { before: ["[CLS]"], after: ["[SEP]"] }],
    ["FNetTokenizer", { before: ["[CLS]"], after: ["[SEP]"] }],
    ["RemBertTokenizer", { before: ["[CLS]"], after: ["[SEP]"] }],
    ["XLNetTokenizer", { after: ["<sep>", "<cls>"] }],
  ]);

/** Their special tokens stand before the pieces, so that every id is another than the model's. */
const renumbered: ReadonlySet<string> = new Set([
  "XLMRobertaTokenizer",
  "CamembertTokenizer",
  "BarthezTokenizer",
  "MBartTokenizer",
  "MBart50Tokenizer",
  "NllbTokenizer",
  "PLBartTokenizer",
  "XGLMTokenizer",
  "PegasusTokenizer",
  "ErnieMTokenizer",
  "M2M100Tokenizer",
  "MarianTokenizer",
  "SeamlessM4TTokenizer",
  "LayoutXLMTokenizer",
  "Speech2TextTokenizer",
  "XLMProphetNetTokenizer",
  "Kosmos2Tokenizer",
]);
