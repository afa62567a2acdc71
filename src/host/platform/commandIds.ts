/** Every command of the product. `package.json` contributes exactly these; tests hold the two together. */
export const commandIds = [
  "poslens.inspect",
  "poslens.showVectors",
  "poslens.showAttention",
  "poslens.showExtrapolation",
  "poslens.showFrequencies",
  "poslens.showTensors",
  "poslens.exportView",
  "poslens.openDemo",
  "poslens.selfCheck",
  "poslens.showLog",
  "poslens.refreshModels",
  "poslens.turnOffRule",
] as const;

export type CommandId = (typeof commandIds)[number];
