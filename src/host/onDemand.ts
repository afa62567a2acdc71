/**
 * What is only needed once somebody looks at a model: a bundle of its own beside the extension's, read at the
 * first use. `extension.ts` and what it imports stay small, since every window with a JSON file evaluates them.
 */
export * from "./features/diagnostics/documentFindings.ts";
export * from "./features/heatmap/heatmapView.ts";
export * from "./features/hovers/provideHover.ts";
export * from "./features/inspector/inspector.ts";
export * from "./features/lens/provideLenses.ts";
export * from "./features/models/modelItems.ts";
export * from "./platform/modelParts.ts";
