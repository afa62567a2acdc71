import { unevenLevels } from "../../../src/core/formats/ggml/blocks/unevenLevels.ts";

/** Layout: `src/core/formats/ggml/blocks/iq4Nl.ts`. */
export const iq4Nl = `
  const levels = array<f32, 16>(${unevenLevels.join(", ")});

  fn valueAt(index : u32) -> f32 {
    let at = index / 32u * 18u;
    let element = index % 32u;
    let code = nibble(byteAt(at + 2u + element % 16u), element / 16u);
    return halfAt(at) * levels[code];
  }
`;
