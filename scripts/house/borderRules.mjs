import {
  escape,
  impureGlobals,
  layerName,
  layers,
  packagePattern,
  readingGlobals,
} from "./layers.mjs";

const restrictImports = "@typescript-eslint/no-restricted-imports";

/** ESLint blocks that hold each layer to the table in layers.mjs. */
export const borderRules = layers.flatMap((layer) => [
  block(layer, [`${layer.folder}/**/*.ts`], layer.packages),
  ...(layer.except ?? []).map(({ files, packages }) =>
    block(layer, [files], [...layer.packages, ...packages]),
  ),
]);

function block(layer, files, packages) {
  const patterns = [...layerPatterns(layer), packageRule(layer, packages)];
  return { files, rules: { [restrictImports]: ["error", { patterns }] } };
}

function layerPatterns(layer) {
  const refused = layers.filter(
    (other) => other !== layer && !layer.mayImport.includes(other.folder),
  );
  return refused.map((other) => ({
    // Every layer but the webview lies in src, so `../host/` and `../../src/host/` are the same border.
    regex: `^(\\.\\./)+(src/)?${escape(layerName(other))}/`,
    message: `${layer.folder} must not import ${other.folder}.`,
    allowTypeImports: (layer.typesOnly ?? []).includes(other.folder),
  }));
}

function packageRule(layer, packages) {
  const allowed = ["\\.\\.?/"];
  if (layer.node) allowed.push("node:");
  if (packages.length > 0) allowed.push(packagePattern(packages));
  return {
    regex: `^(?!${allowed.join("|")})`,
    message: `${layer.folder} may import ${[...packages, "its own files"].join(", ")} here, nothing else.`,
  };
}

const clocks = [
  { object: "Math", property: "random", message: "Pass a seeded generator in." },
  { object: "performance", property: "now", message: "Measure at the border." },
];

/** What each kind of layer must not name although no import brings it in. */
export const globalRules = [
  {
    files: ["src/core/**/*.ts", "src/protocol/**/*.ts", "src/inference/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", ...impureGlobals.map(refuse("A pure layer has no"))],
      "no-restricted-properties": ["error", ...clocks],
    },
  },
  {
    files: ["webview/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["acquireVsCodeApi", ...readingGlobals].map(refuse("Ask the host instead of")),
      ],
    },
  },
  {
    files: ["webview/platform/vscodeApi.ts"],
    rules: {
      "no-restricted-globals": ["error", ...readingGlobals.map(refuse("Ask the host instead of"))],
    },
  },
];

function refuse(reason) {
  return (name) => ({ name, message: `${reason} ${name}.` });
}
