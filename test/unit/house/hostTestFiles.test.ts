import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("runs every test file of test/host inside VS Code", () => {
  const present = readdirSync("test/host").filter((name) => name.endsWith(".test.ts"));
  const list = readFileSync("test/host/testFiles.ts", "utf8");
  const named = [...list.matchAll(/"\.\/(.+\.test\.ts)"/g)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(present.toSorted());
});
