import { FormatError } from "../../errors.ts";
import { numberText } from "../../text/numberText.ts";
import type { PositionKind } from "../positionKind.ts";
import type { ParameterValue, SchemeParameter } from "../schemeParameter.ts";
import { mappedDistance } from "./mappedDistance.ts";
import { pairFrequencies } from "./pairFrequencies.ts";
import { rotaryDimParameter, thetaParameter, widthOf } from "./rotaryParameters.ts";
import type { MappedRopeScheme, PositionMap } from "./rotarySchemes.ts";
import { rotationTable } from "./rotationTable.ts";

const tokens = { type: "integer", min: 1, max: 1_000_000_000 } as const;

const parameters: readonly SchemeParameter[] = [
  rotaryDimParameter,
  thetaParameter,
  {
    name: "map",
    type: "choice",
    choices: ["rerope", "leakyRerope", "selfExtend", "dualChunk"],
    default: "rerope",
    means: "Which distances replace those of far pairs.",
  },
  { name: "window", ...tokens, default: 512, means: "Tokens whose distances stay as they are." },
  {
    name: "k",
    type: "number",
    min: 1e-3,
    max: 1e9,
    default: 8,
    means: "leakyRerope: tokens to one step past the window.",
  },
  { name: "group", ...tokens, default: 4, means: "selfExtend: tokens that share a position." },
  {
    name: "form",
    type: "choice",
    choices: ["floor", "exact"],
    default: "floor",
    means: "selfExtend: window/group rounded down as in the paper, or not as in LongLM.",
  },
  { name: "trained", ...tokens, default: 4096, means: "dualChunk: the trained length c." },
  { name: "chunk", ...tokens, default: 3072, means: "dualChunk: the size s of a block." },
];

/**
 * RoPE with mapped distances. A map speaks of a query and a key, so a vector by position is what a query at p turns by
 * for the key at 0; `mappedDistance` gives every other pair.
 */
export const mappedRope: PositionKind<MappedRopeScheme> = {
  kind: "mappedRope",
  label: ({ map }) => `RoPE · ${mapName(map)}`,
  vectors: ({ base, rotaryDim, map }, positions) => {
    const frequencies = pairFrequencies(base, rotaryDim);
    const formula =
      `cos(D′·ω_i) and sin(D′·ω_i), D′ = ${formulas[map.type]} for a query at p and the key at 0, ` +
      `ω_i = θ^(−2i/r), θ = ${numberText(base)}`;
    return rotationTable(positions, frequencies.length, formula, (position) => {
      const distance = mappedDistance(map, position, 0);
      return frequencies.map((frequency) => distance * frequency);
    });
  },
  bare: {
    title: "RoPE with mapped distances (ReRoPE, Self-Extend, dual chunks)",
    parameters,
    create: (values) => ({
      kind: "mappedRope",
      base: Number(values.get("rope_theta")),
      rotaryDim: widthOf(values, "rotary_dim", 2),
      map: mapOf(values),
    }),
  },
  beyond: ({ map }) => beyonds[map.type],
};

const formulas: Readonly<Record<PositionMap["type"], string>> = {
  rerope: "min(D, w) (Su 2023)",
  leakyRerope: "D below w, else w + (D − w)/k (Su 2023)",
  selfExtend: "D below W, else ⌊i/G⌋ − ⌊j/G⌋ + W − ⌊W/G⌋ (Jin et al. 2024)",
  dualChunk: "distances in blocks of s, c − 1 − (j mod s) between far ones (An et al. 2024)",
};

const beyonds: Readonly<Record<PositionMap["type"], string>> = {
  rerope:
    "all keys past the window are equally far, so no angle is unseen while the window is within the trained length",
  leakyRerope:
    "distances grow k times slower past the window and reach the trained length that much later",
  selfExtend:
    "distances grow G times slower past the window; (L − W)·G + W tokens fit into a trained length L",
  dualChunk: "no distance passes the trained length, and order between far blocks is lost",
};

function mapName(map: PositionMap): string {
  switch (map.type) {
    case "rerope":
      return `ReRoPE, window ${numberText(map.window)}`;
    case "leakyRerope":
      return `leaky ReRoPE, window ${numberText(map.window)}, 1/${numberText(map.k)}`;
    case "selfExtend":
      return `Self-Extend, window ${numberText(map.window)}, groups of ${numberText(map.group)}`;
    case "dualChunk":
      return `dual chunks of ${numberText(map.chunk)}`;
  }
}

function mapOf(values: ReadonlyMap<string, ParameterValue>): PositionMap {
  const number = (name: string): number => Number(values.get(name));
  const window = number("window");
  switch (values.get("map") as PositionMap["type"]) {
    case "rerope":
      return { type: "rerope", window };
    case "leakyRerope":
      return { type: "leakyRerope", window, k: number("k") };
    case "selfExtend": {
      const form = values.get("form") === "exact" ? "exact" : "floor";
      return { type: "selfExtend", window, group: number("group"), form };
    }
    case "dualChunk": {
      const [trained, chunk] = [number("trained"), number("chunk")];
      if (chunk < trained) return { type: "dualChunk", trained, chunk };
      throw new FormatError(
        "bad-value",
        `chunk is ${chunk}, less than trained (${trained}) is allowed`,
      );
    }
  }
}
