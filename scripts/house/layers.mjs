/**
 * The borders of DESIGN in one table; ESLint and dependency-cruiser are both made from it.
 * `mayImport`: other layers, `typesOnly` those of which types may be named but nothing run;
 * `packages`: all that may be imported by name; `node`: whether `node:` modules are there;
 * `except`: files with packages of their own.
 */
export const layers = [
  {
    folder: "src/core",
    mayImport: [],
    packages: [
      "jsonc-parser",
      "@huggingface/tokenizers",
      "fflate",
      "@lezer/common",
      "@lezer/python",
    ],
  },
  { folder: "src/inference", mayImport: ["src/core"], packages: ["@tensorflow/tfjs-core"] },
  { folder: "src/node", mayImport: ["src/core"], packages: [], node: true },
  { folder: "src/protocol", mayImport: [], typesOnly: ["src/core"], packages: [] },
  {
    folder: "src/host",
    mayImport: ["src/core", "src/node", "src/protocol"],
    packages: ["vscode", "jsonc-parser"],
    node: true,
  },
  {
    folder: "src/cli",
    mayImport: ["src/core", "src/inference", "src/node"],
    packages: [],
    node: true,
    except: [{ files: "src/cli/backend*.ts", packages: tfjs() }],
  },
  {
    folder: "webview",
    mayImport: ["src/core", "src/inference", "src/protocol"],
    packages: [],
    except: [
      { files: "webview/gpu/**/*.ts", packages: tfjs() },
      { files: "webview/worker.ts", packages: tfjs() },
      { files: "webview/platform/toolkit.ts", packages: ["@vscode/webview-ui-toolkit"] },
    ],
  },
];

/** Names that a pure layer must not have, although some of them exist wherever it runs. */
export const impureGlobals = [
  "Date",
  "Buffer",
  "console",
  "crypto",
  "document",
  "fetch",
  "globalThis",
  "navigator",
  "performance",
  "process",
  "queueMicrotask",
  "require",
  "self",
  "setImmediate",
  "setInterval",
  "setTimeout",
  "window",
];

/** The webview asks the host for everything: it reads neither files nor the network. */
export const readingGlobals = ["fetch", "XMLHttpRequest", "FileReader", "WebSocket", "EventSource"];

/** The packages of TensorFlow.js that choose a backend. */
function tfjs() {
  return ["cpu", "wasm", "webgpu"]
    .map((name) => `@tensorflow/tfjs-backend-${name}`)
    .concat("@tensorflow/tfjs-core");
}

/** A package name, or anything inside the package, as a part of a regular expression. */
export const packagePattern = (names) => `(${names.map(escape).join("|")})(/|$)`;

export const escape = (text) => text.replace(/[/\\^$.*+?()[\]{}|]/g, "\\$&");

/** The last part of a layer's folder, as relative imports name it. */
export const layerName = ({ folder }) => folder.split("/").at(-1);
