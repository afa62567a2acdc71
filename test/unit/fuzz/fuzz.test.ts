import { describe, expect, it } from "vitest";
import { mutate } from "../../fuzz/mutate.ts";
import { runFuzz } from "../../fuzz/runFuzz.ts";
import { targets } from "../../fuzz/targets.ts";

/** `npm run fuzz` reads as many as it is asked for, from other seeds. */
const MUTATIONS = 2000;

describe("mutants of every format are read or refused in words", () => {
  it.each(targets.map(({ id }) => id))(
    "%s",
    async (target) => {
      const outcome = await runFuzz({ target, seed: 1, first: 0, count: MUTATIONS });
      expect(outcome.fault).toBeUndefined();
      // Mutants that are all refused at their first byte would test nothing behind it.
      expect(outcome.read).toBeGreaterThan(MUTATIONS / 50);
      expect(outcome.refused + outcome.read).toBe(MUTATIONS);
    },
    120_000,
  );
});

describe("mutations", () => {
  it("are the same for the same seed and number, and differ otherwise", () => {
    const file = Uint8Array.from({ length: 200 }, (_, i) => i);
    expect(mutate(file, 3, 41)).toEqual(mutate(file, 3, 41));
    const others = new Set(Array.from({ length: 50 }, (_, i) => mutate(file, 3, i).join()));
    expect(others.size).toBeGreaterThan(45);
    expect(mutate(file, 4, 41)).not.toEqual(mutate(file, 3, 41));
  });
});
