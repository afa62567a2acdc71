import { defineConfig } from "vitest/config";

/**
 * `unit` is quick and hermetic; `numeric` runs real weights on the CPU and WebAssembly backends;
 * `package` looks at what was built; `webview` drives the real VS Code, once per POSLENS_GPU, and
 * only one window at a time.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          exclude: ["test/unit/house/package/**"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "package",
          include: ["test/unit/house/package/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      { test: { name: "numeric", include: ["test/numeric/**/*.test.ts"], testTimeout: 300_000 } },
      {
        test: {
          name: "webview",
          include: ["test/webview/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          expect: { poll: { timeout: 20_000, interval: 200 } },
        },
      },
    ],
  },
});
