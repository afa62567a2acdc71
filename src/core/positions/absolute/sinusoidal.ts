import { FormatError } from "../../errors.ts";
import type { PositionKind } from "../positionKind.ts";
import type { SinusoidalScheme } from "./absoluteSchemes.ts";
import { vectorTable } from "./vectorTable.ts";

/**
 * Sinusoidal positions (Vaswani et al. 2017, arXiv 1706.03762, section 3.5) in every layout in use:
 *
 * | who | layout | spacing |
 * |---|---|---|
 * | the paper, XLM, DistilBERT, SpeechT5 | interleaved | transformer |
 * | Marian, Pegasus, CTRL, RoFormer | sinCos | transformer |
 * | Whisper, M2M-100, XGLM, FSMT, Speech2Text, Kosmos, Pegasus-X | sinCos | tensor2tensor |
 * | MusicGen | cosSin | tensor2tensor |
 *
 * Sines or cosines only are forms of tutorials: position and its mirror image cannot be told apart by cosines, and
 * position 0 has no vector with sines.
 */
export const sinusoidal: PositionKind<SinusoidalScheme> = {
  kind: "sinusoidal",
  label: ({ layout }) => `Sinusoidal · ${layoutNames[layout]}`,
  vectors: (scheme, positions) =>
    vectorTable(positions, scheme.width, sinusoidalFormulaOf(scheme), (position) =>
      sinusoidalRow(scheme, position),
    ),
  bare: {
    title: "Sinusoidal (Vaswani et al. 2017)",
    parameters: [
      { name: "d_model", type: "integer", min: 1, max: 65_536, default: 64, means: "Width." },
      {
        name: "layout",
        type: "choice",
        choices: ["interleaved", "sinCos", "cosSin", "sinOnly", "cosOnly"],
        default: "interleaved",
        means: "Where sines and cosines stand.",
      },
      {
        name: "spacing",
        type: "choice",
        choices: ["transformer", "tensor2tensor"],
        default: "transformer",
        means: "How frequencies are spaced.",
      },
      { name: "base", type: "number", min: 1.000001, max: 1e12, default: 10_000, means: "Base." },
      {
        name: "padding_idx",
        type: "integer",
        min: -1,
        max: 1_000_000,
        default: -1,
        means: "Row of padding, which is zero and before position 0; −1 for none.",
      },
    ],
    create: (values) => {
      const width = Number(values.get("d_model"));
      const spacing = values.get("spacing") as SinusoidalScheme["spacing"];
      if (spacing === "tensor2tensor" && width < 4) {
        throw new FormatError(
          "bad-value",
          `d_model is ${width}, 4 and more are allowed with the spacing of tensor2tensor`,
        );
      }
      const padding = Number(values.get("padding_idx"));
      return {
        kind: "sinusoidal",
        width,
        layout: values.get("layout") as SinusoidalScheme["layout"],
        spacing,
        base: Number(values.get("base")),
        firstRow: padding + 1,
        zeroRow: padding < 0 ? null : padding,
      };
    },
  },
  beyond: () =>
    "the formula goes on: fast pairs repeat phases of training, slow ones reach phases never seen; models that keep a table of it fail past its end",
};

const layoutNames: Readonly<Record<SinusoidalScheme["layout"], string>> = {
  interleaved: "sine and cosine in turn",
  sinCos: "sines, then cosines",
  cosSin: "cosines, then sines",
  sinOnly: "sines only",
  cosOnly: "cosines only",
};

/** The vector of a position, [width], in float64. */
export function sinusoidalRow(scheme: SinusoidalScheme, position: number): Float64Array {
  return tableRow(scheme, position + scheme.firstRow);
}

/** A row of the table, counted from its beginning as the library keeps it; the row of padding is zero. */
export function tableRow(scheme: SinusoidalScheme, row: number): Float64Array {
  const { width, layout, spacing } = scheme;
  const values = new Float64Array(width);
  if (row === scheme.zeroRow) return values;
  const isHalved = layout === "sinCos" || layout === "cosSin";
  // An odd width has one more sine, except with the spacing of tensor2tensor, which leaves its last column zero.
  const half = spacing === "tensor2tensor" ? Math.floor(width / 2) : Math.ceil(width / 2);
  for (let column = 0; column < width; column++) {
    if (isHalved && column >= 2 * half) break;
    const isFirst = isHalved ? column < half : column % 2 === 0;
    const pair = isHalved ? column - (isFirst ? 0 : half) : Math.floor(column / 2);
    const angle = row * frequency(scheme, pair);
    values[column] = sineColumns[layout][isFirst ? 0 : 1] ? Math.sin(angle) : Math.cos(angle);
  }
  return values;
}

/** Whether the first and the second column of a pair are sines. */
const sineColumns: Readonly<Record<SinusoidalScheme["layout"], readonly [boolean, boolean]>> = {
  interleaved: [true, false],
  sinCos: [true, false],
  cosSin: [false, true],
  sinOnly: [true, true],
  cosOnly: [false, false],
};

/** ω of a pair, in radians a position. */
function frequency({ width, spacing, base }: SinusoidalScheme, pair: number): number {
  if (spacing === "transformer") return base ** ((-2 * pair) / width);
  return Math.exp((-pair * Math.log(base)) / (Math.floor(width / 2) - 1));
}

function sinusoidalFormulaOf({ layout, spacing }: SinusoidalScheme): string {
  const pairs = spacing === "transformer" ? "base^(−2k/d)" : "base^(−k/(d/2 − 1))";
  return `sin(p·ω_k), cos(p·ω_k), ω_k = ${pairs}, ${layoutNames[layout]} (Vaswani et al. 2017)`;
}
