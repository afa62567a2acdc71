import { layers, packagePattern } from "./scripts/house/layers.mjs";

/**
 * What ESLint cannot see: cycles, dynamic imports, and what a layer reaches through other files.
 * A package is matched by the folder that it resolves to. For VS Code that is `@types/vscode`,
 * so the obvious `^vscode$` would let everything through.
 */
const packageFolder = (names) =>
  `(^|/)node_modules/(@types/)?${packagePattern(names)}|^(@types/)?${packagePattern(names)}`;

const layerBorders = layers.map(({ folder, mayImport, typesOnly = [] }) => ({
  name: `${folder.replace("/", "-")}-stays-inside`,
  comment: `${folder} may import ${[...mayImport, ...typesOnly].join(", ") || "nothing"} of ours`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: {
    path: "^(src|webview|test|scripts)/",
    pathNot: `^(${[folder, ...mayImport, ...typesOnly].join("|")})/`,
  },
}));

const packageBorders = layers.map(({ folder, packages, except = [] }) => ({
  name: `${folder.replace("/", "-")}-packages`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: {
    dependencyTypes: [
      "npm",
      "npm-dev",
      "npm-optional",
      "npm-peer",
      "npm-no-pkg",
      "npm-unknown",
      "unknown",
    ],
    pathNot: allowedFolders([...packages, ...except.flatMap((exception) => exception.packages)]),
  },
}));

const withoutNode = layers.filter(({ node }) => !node).map(({ folder }) => folder);

export default {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    ...layerBorders,
    ...packageBorders,
    {
      name: "no-node-outside-its-layers",
      severity: "error",
      from: { path: `^(${withoutNode.join("|")})/` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-is-pure",
      comment: "Neither directly nor through another file",
      severity: "error",
      from: { path: "^src/core/" },
      to: { path: `^src/(host|node|cli)/|^webview/|${packageFolder(["vscode"])}`, reachable: true },
    },
    {
      name: "webview-never-reaches-host",
      severity: "error",
      from: { path: "^webview/" },
      to: { path: `^src/(host|node|cli)/|${packageFolder(["vscode"])}`, reachable: true },
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: { path: "^(src|webview)/" },
      to: { couldNotResolve: true, pathNot: "^vscode$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(test/fixtures|dist|out)/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".mjs", ".js", ".d.ts", ".json"],
      conditionNames: ["import", "types", "default"],
    },
  },
};

function allowedFolders(packages) {
  return packages.length === 0 ? "^$" : packageFolder(packages);
}
