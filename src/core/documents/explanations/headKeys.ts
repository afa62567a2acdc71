import type { ModelSpec } from "../../models/modelSpec.ts";
import { numberText } from "../../text/numberText.ts";
import type { KeyExplanation, KeyTable } from "./keyExplanation.ts";

/** Keys that shape the heads which the positions act on. */
export const headKeys: KeyTable = new Map<string, KeyExplanation>([
  [
    "head_dim",
    plain("Width of a head", "Dimensions of each head's query and key.", ({ spec }) => [
      ...rotatedText(spec),
      ...cacheText(spec),
    ]),
  ],
  [
    "num_attention_heads",
    plain(
      "Query heads",
      "Heads per layer; each has its own attention map over the text.",
      ({ spec }) => [
        ...known(
          [spec.layers, spec.heads],
          ([layers, heads]) =>
            `This model draws ${numberText(layers)} × ${numberText(heads)} = ${numberText(layers * heads)} maps.`,
        ),
        ...groupText(spec),
      ],
    ),
  ],
  [
    "num_key_value_heads",
    plain("Key and value heads", "Query heads share these in groups.", ({ spec }) => [
      ...groupText(spec),
      ...cacheText(spec),
    ]),
  ],
  [
    "hidden_size",
    plain("Width of the model", "Values that each token carries from layer to layer.", ({ spec }) =>
      known(
        [spec.hiddenSize, spec.heads, spec.headDim],
        ([hidden, heads, width]) =>
          `${numberText(heads)} heads × ${numberText(width)} dimensions = ${numberText(heads * width)}, of a width of ${numberText(hidden)}.`,
      ),
    ),
  ],
]);

function plain(
  title: string,
  meaning: string,
  here: (context: { readonly spec: ModelSpec }) => readonly string[],
): KeyExplanation {
  return {
    needs: "nothing",
    chart: undefined,
    explain: (context) => ({ title, paragraphs: [meaning, ...here(context)] }),
  };
}

/** One sentence where every number is there; 0 stands for a size that the files do not state. */
function known<const Sizes extends readonly number[]>(
  sizes: Sizes,
  sentence: (sizes: Sizes) => string,
): readonly string[] {
  return sizes.every((size) => size > 0) ? [sentence(sizes)] : [];
}

function rotatedText({ scheme, headDim }: ModelSpec): readonly string[] {
  if (scheme.kind !== "rope" || headDim <= 0) return [];
  return [
    `${numberText(scheme.rotaryDim)} of its ${numberText(headDim)} dimensions rotate with the position, ` +
      `as ${numberText(Math.ceil(scheme.rotaryDim / 2))} pairs.`,
  ];
}

function groupText({ heads, kvHeads }: ModelSpec): readonly string[] {
  return known([heads, kvHeads], ([queries, keys]) => {
    if (queries === keys)
      return `Every one of the ${numberText(queries)} query heads has its own key head.`;
    if (queries % keys !== 0) {
      return `${numberText(queries)} query heads cannot be shared out evenly among ${numberText(keys)} key heads.`;
    }
    return `Groups of ${numberText(queries / keys)} query heads share a key head (${numberText(queries)} over ${numberText(keys)}).`;
  });
}

function cacheText({ layers, kvHeads, headDim, dtype }: ModelSpec): readonly string[] {
  const width = dtype === undefined ? undefined : bytesByType.get(dtype);
  if (width === undefined) return [];
  return known(
    [layers, kvHeads, headDim],
    ([depth, heads, dims]) =>
      `Keys and values of one token take 2 × ${numberText(depth)} layers × ${numberText(heads)} heads × ${numberText(dims)} × ` +
      `${numberText(width)} bytes = ${numberText(2 * depth * heads * dims * width)} bytes in ${dtype ?? ""}.`,
  );
}

const bytesByType: ReadonlyMap<string, number> = new Map([
  ["float64", 8],
  ["float32", 4],
  ["float16", 2],
  ["bfloat16", 2],
  ["float8_e4m3fn", 1],
  ["float8_e5m2", 1],
]);
