import type { Node } from "jsonc-parser";
import { CONFIG_TEXT_LIMIT } from "../bytes/limits.ts";
import { ProblemList } from "../bytes/problemList.ts";
import { shownText } from "../bytes/shownText.ts";
import { memberOf, membersOf, toJsonValue } from "../json/jsonNode.ts";
import { parseJsonTree } from "../json/parseJsonTree.ts";
import type { Parsed } from "../problem.ts";
import { asRecord, ConfigObject } from "./classes/configObject.ts";
import { ConfigFields, switchKind, textKind, textsKind } from "./configFields.ts";
import type { ConfigReading } from "./configReading.ts";
import { familyOf } from "./families/registry.ts";
import { guessedFacts } from "./guessedFacts.ts";
import { addImpliedSources } from "./impliedSources.ts";
import { readLengthKeys } from "./lengthKeys.ts";
import { modelLengths } from "./modelLengths.ts";
import type { ModelSpec } from "./modelSpec.ts";
import { modelTypeOf, type ModelType } from "./modelTypes.ts";
import { readScheme } from "./readScheme.ts";
import { readSizes } from "./readSizes.ts";
import { readWindows } from "./readWindows.ts";
import { SpecFields } from "./specFields.ts";

/**
 * A Hugging Face `config.json` as a ModelSpec, as transformers 5.23 reads it: either spelling of the rotation,
 * class defaults where the file says nothing, each fact with its place. A composite model's text part is read one
 * level down. Types that are not in the class table give what their keys say. Never throws; `undefined` where the text
 * is no JSON object.
 */
export function parseHfConfig(text: string, file: string): Parsed<ConfigReading | undefined> {
  const { value: tree, problems: syntax } = parseJsonTree(text, file);
  const problems = new ProblemList(file);
  problems.list.push(...syntax);
  if (tree?.type !== "object") {
    if (tree !== undefined) {
      const message = `is a JSON ${tree.type}; a config is an object`;
      problems.add("not-an-object", "error", message, { span: { offset: 0, length: text.length } });
    }
    return { value: undefined, problems: problems.list };
  }
  reportOddTexts(tree, problems);
  const root = new ConfigFields(tree, problems);
  const { fields, name, node } = textPart(tree, root);
  const type = modelTypeOf(name);
  const values = asRecord(toJsonValue(node)) ?? {};
  const object = new ConfigObject(values, type?.facts ?? guessedFacts(name));
  const specFields = new SpecFields(type);
  const spec = readSpec({ root, fields, name, specFields, object });
  const provenance = specFields.provenance;
  addImpliedSources(spec, provenance, specFields.type?.configClass);
  return { value: { file, text, tree, spec, provenance }, problems: problems.list };
}

interface ConfigParts {
  /** The whole file. */
  readonly root: ConfigFields;
  /** The part that describes the language model; often the whole. */
  readonly fields: ConfigFields;
  /** Its `model_type`. */
  readonly name: string;
  readonly specFields: SpecFields;
  /** The part as its class makes it. */
  readonly object: ConfigObject;
}

function readSpec(parts: ConfigParts): ModelSpec {
  const { root, fields, name, specFields, object } = parts;
  const type = specFields.type;
  if (type === undefined) reportUnknownType(fields, name);
  reportRefused(fields, object);
  const sizes = readSizes(fields, specFields, object);
  const { keys, declared } = readLengthKeys(fields, specFields, object);
  const { scheme, layerSchemes, finetuned, guessed } = readScheme(fields, specFields, {
    headDim: sizes.headDim,
    maxPositions: declared.value,
    modelType: name,
    object,
  });
  const from = specFields.provenance.get("lengths.declared");
  const lengths = modelLengths({
    declared: declared.value,
    key: declared.key,
    classDefaultOf: from?.kind === "class default" ? from.of : undefined,
    scheme,
    finetuned,
    guessed,
  });
  return {
    modelType: specFields.settle("modelType", fields.read(["model_type"], textKind), name),
    architectures: specFields.settle("architectures", root.read(["architectures"], textsKind), []),
    family: familyOf(name)?.id,
    ...sizes,
    tieWordEmbeddings: readTie(parts, type),
    lengthKeys: keys,
    lengths,
    windows: readWindows(fields, specFields, object),
    scheme,
    ...(layerSchemes === undefined ? {} : { layerSchemes }),
    ...readStorage(parts),
  };
}

/** The head is shared: the outer config decides where it says so, as in transformers. */
function readTie({ root, fields, specFields }: ConfigParts, type: ModelType | undefined): boolean {
  const names = ["tie_word_embeddings"];
  const outer = root.read(names, switchKind);
  const reading = outer.kind === "absent" ? fields.read(names, switchKind) : outer;
  return specFields.settle("tieWordEmbeddings", reading, type?.tieWordEmbeddings ?? false);
}

function readStorage({
  root,
  fields,
  specFields,
}: ConfigParts): Pick<ModelSpec, "dtype" | "quantization"> {
  const names = ["dtype", "torch_dtype"];
  const outer = root.read(names, textKind);
  const reading = outer.kind === "absent" ? fields.read(names, textKind) : outer;
  const quantization = new ConfigFields(
    root.node("quantization_config"),
    root.problems,
    "quantization_config.",
  );
  return {
    dtype: specFields.settle("dtype", reading, undefined),
    quantization: specFields.settle(
      "quantization",
      quantization.read(["quant_method"], textKind),
      undefined,
    ),
  };
}

/** Where a composite config keeps the language model. */
const textParts = ["text_config", "language_config", "llm_config", "decoder", "thinker_config"];

interface TextPart {
  readonly fields: ConfigFields;
  readonly name: string;
  readonly node: Node;
}

function textPart(tree: Node, root: ConfigFields, prefix = ""): TextPart {
  const name = typeNameOf(tree);
  const parts = modelTypeOf(name)?.facts.p;
  const key = textParts.find((part) => memberOf(tree, part)?.type === "object") ?? "";
  const part = memberOf(tree, key);
  const hasSizes = root.has("hidden_size") || root.has("num_hidden_layers");
  if (part === undefined || hasSizes) {
    // Early files of some vision models state the text model beside the vision part.
    const flat = hasSizes ? parts?.["text_config"] : undefined;
    return { fields: root, name: flat === undefined ? name : flat[0], node: tree };
  }
  const place = `${prefix}${key}.`;
  const inner = textPart(part, new ConfigFields(part, root.problems, place), place);
  return inner.name === "" ? { ...inner, name: usualType(parts?.[key]) } : inner;
}

/** The type of a part that does not state one. */
function usualType(part: readonly [type: string, any: 0 | 1] | undefined): string {
  return part === undefined ? "" : part[0];
}

function typeNameOf(node: Node): string {
  const stated: unknown = memberOf(node, "model_type")?.value;
  return typeof stated === "string" ? stated : "";
}

function reportUnknownType(fields: ConfigFields, name: string): void {
  const message =
    name === ""
      ? "states no model_type, so only what its keys say is known"
      : `has the model_type ${shownText(name)}, which this version does not know; only what its keys say is shown`;
  const node = fields.node("model_type");
  fields.problems.add("unknown-model-type", "warning", message, {
    key: "model_type",
    ...(node === undefined ? {} : { span: { offset: node.offset, length: node.length } }),
  });
}

/** A block that transformers 5 takes with a number of one kind only: MPT's clip is a float or null. */
function reportRefused(fields: ConfigFields, object: ConfigObject): void {
  const block = fields.node("attn_config");
  const clip = memberOf(block, "clip_qkv");
  if (object.modelType !== "mpt" || clip === undefined) return;
  const text: unknown = clip.value;
  if (typeof text !== "number" || clip.length > String(text).length) return;
  if (!Number.isInteger(text)) return;
  const message = `attn_config.clip_qkv is ${text}; transformers 5 refuses a whole number here and takes ${text}.0`;
  const span = { offset: clip.offset, length: clip.length };
  fields.problems.add("bad-value", "error", message, { key: "attn_config.clip_qkv", span });
}

/** Texts no config has: kept out of nobody's way, and said. */
function reportOddTexts(tree: Node, problems: ProblemList): void {
  for (const { name, nameNode, value } of membersOf(tree)) {
    const span = { offset: nameNode.offset, length: nameNode.length };
    if (Object.hasOwn(Object.prototype, name) || name === "prototype") {
      const message = `has the key ${shownText(name)}, a name of JavaScript's objects; it is data like any other and means nothing here`;
      problems.add("odd-key", "warning", message, { key: name, span });
    }
    const text: unknown = value.value;
    const longText = typeof text === "string" && text.length > CONFIG_TEXT_LIMIT;
    if (name.length > CONFIG_TEXT_LIMIT || (longText && name !== "chat_template")) {
      const message = `has ${shownText(name)}, a key or text of more than ${CONFIG_TEXT_LIMIT} characters`;
      problems.add("long-text", "warning", message, { span });
    }
  }
}
