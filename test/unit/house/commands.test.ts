import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./plantedTree.ts";

async function end(args: readonly string[]): Promise<{ code: number | null; errors: string }> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, errors };
}

it("refuses a step or a check that does not exist by naming those that do", async () => {
  const step = await end(["scripts/test.mjs", "nonsense"]);
  expect(step.code).toBe(2);
  expect(step.errors).toContain("unit, numeric, host");
  const check = await end(["scripts/check.mjs", "nonsense"]);
  expect(check.code).toBe(2);
  expect(check.errors).toContain("types");
});

it("says what cannot be started", async () => {
  const { code, errors } = await end(["scripts/start.mjs", "scripts/absent.mjs"]);
  expect(code).toBe(2);
  expect(errors).toContain("scripts/absent.mjs");
});

it("starts with Node's own modules only, since nothing is installed yet", async () => {
  for (const file of ["scripts/start.mjs", "scripts/house/installDependencies.mjs"]) {
    const names = [...(await readFile(file, "utf8")).matchAll(/from "([^"]+)"/g)].map((m) => m[1]);
    expect(names.length).toBeGreaterThan(2);
    expect(
      names.filter((name) => !/^node:|^\.\/.*installDependencies\.mjs$/.test(name ?? "")),
    ).toEqual([]);
  }
});

it("passes every npm script through that door", async () => {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
    scripts: Record<string, string>;
  };
  const others = Object.entries(scripts).filter(
    ([, line]) => !line.startsWith("node scripts/start.mjs "),
  );
  expect(others).toEqual([]);
});

it("leaves no process behind when it is ended", async () => {
  const folder = await mkdtemp(join(tmpdir(), "poslens-tools-"));
  try {
    const pidFile = join(folder, "pid");
    const sleeper = `require("node:fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000);`;
    const driver = join(folder, "driver.mjs");
    const runTool = JSON.stringify(join(root, "scripts/house/runTool.mjs"));
    await writeFile(
      driver,
      `import { endToolsOnSignal, runTool } from ${runTool};\nendToolsOnSignal();\nawait runTool(["node", "-e", ${JSON.stringify(sleeper)}]);\n`,
    );
    const child = spawn(process.execPath, [driver], { stdio: "ignore" });
    const pid = await expect
      .poll(() => readFile(pidFile, "utf8").catch(() => ""), { timeout: 10_000 })
      .toMatch(/\d/)
      .then(() => readFile(pidFile, "utf8"));
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([143, null]);
    expect(() => process.kill(Number(pid), 0)).toThrow("ESRCH");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
