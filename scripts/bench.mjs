/**
 * `npm run bench`: figures with a budget, each beside a peer or a limit in the same run. Not part of `npm test`,
 * since machines are noisy: a ratio holds where a number of seconds does not.
 */
import { statSync } from "node:fs";
import { endToolsOnSignal, runTool } from "./house/runTool.mjs";
import { checkpointRows } from "./bench/checkpoint.mjs";
import { dequantiseRows } from "./bench/dequantise.mjs";
import { neighbourRows } from "./bench/neighbours.mjs";
import { ggufRows } from "./bench/gguf.mjs";
import { sizeWithoutDemo } from "./bench/packageSize.mjs";
import { installPeer, runPeer } from "./bench/peer.mjs";
import { firstPicture } from "./bench/picture.mjs";
import { neededBytes } from "./bench/neededBytes.mjs";
import { setUpVsCode } from "./vscode/setup.mjs";

const model = "media/demo/rope";
/** The first prompt of the Inspector, so that both draw the same picture. */
const prompt =
  "She was not at all surprised to hear that her sister had been very happy in the society of her friends.";
const runs = 3;

endToolsOnSignal();
if ((await runTool(["node", "esbuild.mjs", "--production"])).code !== 0) process.exit(1);
await setUpVsCode();

const pictures = [];
for (let run = 0; run < runs; run++) pictures.push(await firstPicture(model));
const noPeer = installPeer();
const peers = noPeer === undefined ? pictures.map(() => runPeer(model, prompt)) : [];

const rows = [];
const ours = median(pictures.map(({ seconds }) => seconds));
const theirs = median(peers.map(({ seconds }) => seconds));
rows.push(["first picture from cold, median", `${ours.toFixed(2)} s`, ""]);
if (noPeer === undefined) {
  rows.push(["transformers + BertViz from cold, median", `${theirs.toFixed(2)} s`, ""]);
  rows.push([
    "how much earlier we are",
    `× ${(theirs / ours).toFixed(1)}`,
    ok(theirs / ours >= 10, "at least × 10"),
  ]);
} else {
  rows.push(["transformers + BertViz", "skipped", noPeer]);
}
const sent = pictures[0].tensorBytes;
const needed = await neededBytes(model, prompt);
rows.push([
  "bytes of weights sent / needed on disk",
  `${sent} / ${needed}`,
  ok(sent <= 1.05 * needed, "at most × 1.05"),
]);
const starts = pictures.map(({ activation }) => activation);
const { load, activate, shown } = starts.toSorted(
  (a, b) => a.load + a.activate - b.load - b.activate,
)[0];
rows.push([
  "activation, best of the runs: load + activate",
  `${load} + ${activate} ms`,
  ok(load + activate < 50, "below 50 ms"),
]);
rows.push([
  "the same with what VS Code loads before it",
  `${shown} ms`,
  "see bench/activation.mjs",
]);
const size = await sizeWithoutDemo();
rows.push([
  "package without demo models",
  `${(size / 1e6).toFixed(2)} MB`,
  ok(size < 4e6, "below 4 MB"),
]);
const startFiles = ["dist/extension.cjs", "dist/extensionShared.cjs"];
const startBytes = startFiles.reduce((sum, file) => sum + statSync(file).size, 0);
rows.push(["what activation evaluates", `${(startBytes / 1024).toFixed(0)} kB`, ""]);
rows.push(...checkpointRows(ok));
rows.push(...dequantiseRows(ok));
rows.push(...(await ggufRows(ok)));
rows.push(...neighbourRows(ok));

console.log("");
for (const [what, figure, budget] of rows) {
  console.log(`${what.padEnd(44)} ${figure.padStart(20)}  ${budget}`);
}
process.exit(rows.some(([, , budget]) => budget.startsWith("MISSED")) ? 1 : 0);

function ok(isMet, budget) {
  return `${isMet ? "met" : "MISSED"}: ${budget}`;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
