/**
 * `node scripts/start.mjs scripts/goldens/table.mjs [FOLDER]`: runs `poslens tensors`, `tensor` and `tokenize` from
 * source over every golden of formats, and what opens a file over every hostile one; prints how many passed of all,
 * and each fault. Exit code 1 where there is one.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkFormats } from "./formats.mjs";
import { checkHostile } from "./hostile.mjs";

const folder = process.argv[2] ?? "../shared/goldens";
if (!existsSync(folder)) {
  console.error(`${folder} is not here; FOLDER is that of the goldens`);
  process.exit(2);
}

const faults = [];
console.log("| goldens | files | passed | tensors or texts |\n|---|---|---|---|");
for await (const { part, files, passed, tensors, faults: found } of checkFormats(
  join(folder, "formats"),
)) {
  console.log(`| ${part} | ${files} | ${passed} | ${tensors} |`);
  faults.push(...found);
}
console.log("\n| hostile | files | passed | slowest ms | memory MiB |\n|---|---|---|---|---|");
for await (const { part, files, passed, slowest, memory, faults: found } of checkHostile(
  join(folder, "hostile"),
)) {
  console.log(`| ${part} | ${files} | ${passed} | ${slowest.toFixed(0)} | ${memory.toFixed(0)} |`);
  faults.push(...found);
}
for (const fault of faults) console.log(`- ${fault}`);
process.exit(faults.length > 0 ? 1 : 0);
