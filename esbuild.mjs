/**
 * Builds every bundle: `node esbuild.mjs [--production] [--tests] [--watch]`.
 * A development build skips entry points that are missing and says so; `--production` refuses them.
 */
import { chmod, cp, mkdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));
const flags = new Set(process.argv.slice(2));
const isProduction = flags.has("--production");
const isWatching = flags.has("--watch");

const shared = {
  bundle: true,
  minify: isProduction,
  sourcemap: isProduction ? false : "linked",
  legalComments: "none",
  metafile: true,
  logLevel: "silent",
  // Its CommonJS build loads its own parts by computed names, which a bundle does not have.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
};
const host = { ...shared, platform: "node", format: "cjs", target: "node22", external: ["vscode"] };
const browser = { ...shared, platform: "browser", format: "iife", target: "chrome120" };

/** tfjs asks for node-fetch when it loads a model by address, which Poslens never does. */
const noNetwork = {
  name: "no-network",
  setup(build) {
    build.onResolve({ filter: /^node-fetch$/ }, ({ path }) => ({ path, namespace: "no-network" }));
    build.onLoad({ filter: /.*/, namespace: "no-network" }, () => ({
      contents: `module.exports = () => { throw new Error("Poslens reads no network"); };`,
    }));
  },
};

/** The glue of the WebAssembly backend is CommonJS and looks for these names of it. */
const commonJsNames = [
  `import { createRequire as poslensCreateRequire } from "node:module";`,
  `import { fileURLToPath as poslensFileUrlToPath } from "node:url";`,
  `const require = poslensCreateRequire(import.meta.url);`,
  `const __filename = poslensFileUrlToPath(import.meta.url);`,
  `const __dirname = poslensFileUrlToPath(new URL(".", import.meta.url));`,
].join("\n");

/**
 * esbuild splits only ES modules, and VS Code takes the extension soonest as CommonJS: what activation evaluates
 * (`extension.cjs` and what both share) lies apart from what the first use loads (`onDemand.cjs`), and each file is
 * put into CommonJS by itself, so that both see the same classes.
 */
const asCommonJs = {
  name: "as-common-js",
  setup(build) {
    const { minify, target, sourcemap } = build.initialOptions;
    // Left to esbuild, each of our modules would copy the whole API, name by name, to look like an ES module.
    const wholeApi = /\bimport ?\* ?as ([\w$]+) from ?"vscode";/g;
    build.onEnd(async ({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles) {
        const once = text.replace(wholeApi, `var $1 = require("vscode");`);
        const options = { format: "cjs", platform: "node", minify, target, sourcemap };
        const { code } = await esbuild.transform(once, { ...options, sourcefile: basename(path) });
        await writeFile(path, code);
      }
    });
  },
};

const bundles = [
  {
    ...host,
    entry: "src/host/extension.ts",
    split: ["src/host/onDemand.ts"],
    outdir: "dist",
    format: "esm",
    splitting: true,
    write: false,
    outExtension: { ".js": ".cjs" },
    chunkNames: "extensionShared",
    // Inside the script, where the second step finds and keeps it.
    sourcemap: isProduction ? false : "inline",
    plugins: [asCommonJs],
  },
  { ...host, entry: "src/host/platform/tokenizerThread.ts", outfile: "dist/tokenizerThread.cjs" },
  { ...host, entry: "src/host/platform/wordsThread.ts", outfile: "dist/wordsThread.cjs" },
  {
    ...shared,
    entry: "src/cli/main.ts",
    outfile: "dist/cli.mjs",
    platform: "node",
    format: "esm",
    target: "node20",
    // A shebang has to be the first line of the file, so it goes into the banner.
    banner: { js: `#!/usr/bin/env node\n${commonJsNames}` },
    plugins: [noNetwork],
  },
  { ...browser, entry: "webview/main.ts", outfile: "dist/webview.js" },
  { ...browser, entry: "webview/worker.ts", outfile: "dist/worker.js" },
];
/** Mocha stays outside its bundle: it loads reporters and interfaces by name. */
const testBundles = [
  {
    ...host,
    entry: "test/host/index.ts",
    outfile: "out/test/host.js",
    minify: false,
    external: ["vscode", "mocha"],
  },
];

const wanted = flags.has("--tests") || isWatching ? [...bundles, ...testBundles] : bundles;
const missing = wanted.filter(({ entry }) => !existsSync(entry));
for (const { entry } of missing) console.error(`skipped: ${entry} does not exist`);
if (isProduction && missing.length > 0) process.exit(1);

if (isProduction) await rm("dist", { recursive: true, force: true });
await copyWasm();
const options = wanted
  .filter((bundle) => !missing.includes(bundle))
  .map(({ entry, split = [], plugins = [], ...rest }) => ({
    ...rest,
    entryPoints: [entry, ...split],
    plugins: [...plugins, report(rest.outfile ?? entry)],
  }));

if (isWatching) {
  const contexts = await Promise.all(options.map((option) => esbuild.context(option)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const outcomes = await Promise.allSettled(options.map((option) => esbuild.build(option)));
  if (outcomes.some(({ status }) => status === "rejected")) process.exit(1);
  if (existsSync("dist/cli.mjs")) await chmod("dist/cli.mjs", 0o755);
}

/** Says sizes and errors; the lines are those that the problem matcher in .vscode/tasks.json waits for. */
function report(outfile) {
  return {
    name: "report",
    setup(build) {
      build.onStart(() => {
        if (isWatching) console.log(`[watch] build started: ${outfile}`);
      });
      build.onEnd(({ errors, warnings, metafile }) => {
        for (const { text, location } of [...errors, ...warnings]) {
          const place =
            location === null ? outfile : `${location.file}:${location.line}:${location.column}`;
          console.error(`✘ [ERROR] ${text}\n    ${place}:`);
        }
        for (const [file, { bytes }] of Object.entries(metafile?.outputs ?? {})) {
          if (!file.endsWith(".map"))
            console.log(`${file.padEnd(26)} ${(bytes / 1024).toFixed(0)} kB`);
        }
        if (isWatching) console.log(`[watch] build finished: ${outfile}`);
      });
    },
  };
}

/** The binaries lie beside the bundles: the host sends them to the webview, the CLI reads them. */
async function copyWasm() {
  await mkdir("dist", { recursive: true });
  const from = "node_modules/@tensorflow/tfjs-backend-wasm/dist";
  const names = ["tfjs-backend-wasm", "tfjs-backend-wasm-simd", "tfjs-backend-wasm-threaded-simd"];
  await Promise.all(names.map((name) => cp(`${from}/${name}.wasm`, `dist/${name}.wasm`)));
}
