import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");

it("docs/PROTOCOL.md was read again after the last change of the protocol", async () => {
  const hash = createHash("sha256");
  for (const name of ["contract", "envelope", "rpc", "rpcError", "transfer", "words"]) {
    const text = await readFile(join(root, `src/protocol/${name}.ts`), "utf8");
    hash.update(text.replaceAll("\r\n", "\n"));
  }
  const expected = hash.digest("hex").slice(0, 16);
  const document = await readFile(join(root, "docs/PROTOCOL.md"), "utf8");
  const written = /Hash of the protocol: `([0-9a-f]+)`/.exec(document)?.[1];
  expect(written, "Read docs/PROTOCOL.md against src/protocol, then write this hash into it").toBe(
    expected,
  );
});

it("docs/PROTOCOL.md names every request and event", async () => {
  const contract = await readFile(join(root, "src/protocol/contract.ts"), "utf8");
  const words = await readFile(join(root, "src/protocol/words.ts"), "utf8");
  const document = await readFile(join(root, "docs/PROTOCOL.md"), "utf8");
  const maps = [
    ...`${contract}\n${words}`.matchAll(
      /export interface (?:Host|Webview|Words)(?:Requests|Events)[^{]*\{([\s\S]*?)\n\}/g,
    ),
  ];
  const names = maps.flatMap(([, body = ""]) =>
    [...body.matchAll(/^ {2}(\w+):/gm)].map(([, name = ""]) => name),
  );
  expect(maps).toHaveLength(5);
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
});
