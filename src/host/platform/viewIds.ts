/** Names of views as users' scripts and key bindings know them (DESIGN section 11). */
export const viewIds = {
  models: "poslens.models",
  heatmap: "poslens.heatmap",
  inspector: "poslens.inspector",
} as const;
