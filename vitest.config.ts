import { defineConfig } from "vitest/config";

/** Unit tests are quick and hermetic; numeric ones run real weights on the CPU and WebAssembly backends. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 60_000 } },
      { test: { name: "numeric", include: ["test/numeric/**/*.test.ts"], testTimeout: 300_000 } },
    ],
  },
});
