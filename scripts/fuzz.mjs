/**
 * `npm run fuzz -- [--format ID] [--mutations N] [--seed N] [--only N]`: more mutants than `npm test` reads.
 * A mutant that hangs, crashes or asks for too much memory is written to out/fuzz, with the call that makes it again.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { mutate } from "../test/fuzz/mutate.ts";
import { runFuzz } from "../test/fuzz/runFuzz.ts";
import { seedFiles, targets } from "../test/fuzz/targets.ts";

const { values } = parseArgs({
  options: {
    format: { type: "string" },
    mutations: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
  },
});
const seed = Number(values.seed);
const first = values.only === undefined ? 0 : Number(values.only);
const count = values.only === undefined ? Number(values.mutations) : 1;
const chosen = targets.filter(({ id }) => values.format === undefined || id === values.format);
if (chosen.length === 0) {
  console.error(`--format ${values.format}: there are ${targets.map(({ id }) => id).join(", ")}`);
  process.exit(2);
}

let faults = 0;
for (const target of chosen) {
  const { fault, read, refused } = await runFuzz({ target: target.id, seed, first, count });
  if (fault === undefined) {
    console.log(`${target.id.padEnd(16)} ${read} read, ${refused} refused in words`);
    continue;
  }
  faults++;
  keep(target, fault);
  console.error(
    `${target.id.padEnd(16)} mutation ${fault.mutation} of ${fault.file}: ${fault.what}`,
  );
  console.error(
    `again: npm run fuzz -- --format ${target.id} --seed ${seed} --only ${fault.mutation}`,
  );
}
process.exit(faults > 0 ? 1 : 0);

function keep(target, { mutation }) {
  const files = seedFiles(target);
  const file = files[mutation % files.length];
  if (file === undefined) return;
  mkdirSync("out/fuzz", { recursive: true });
  writeFileSync(`out/fuzz/${target.id}-${seed}-${mutation}`, mutate(file.bytes, seed, mutation));
}
