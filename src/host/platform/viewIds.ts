/** Names of views as users' scripts and key bindings know them (DESIGN section 11). */
export const viewIds = {
  models: "poslens.models",
  heatmap: "poslens.heatmap",
  inspector: "poslens.inspector",
  /** Custom editors: of the formats that hold nothing but weights, and of names that hold other things, too. */
  checkpoint: "poslens.checkpoint",
  otherCheckpoint: "poslens.otherCheckpoint",
} as const;
