import { describe, expect, it } from "vitest";
import { demo, runHere } from "./runCli.ts";

interface Printed {
  readonly id: string;
  readonly value: number | null;
  readonly valueAtTrained: number | null;
  readonly atLength: number;
  readonly kind: string;
}

describe("poslens indicators", () => {
  it("prints values at the trained and at the requested length", async () => {
    const { code, stdout } = await runHere("indicators", demo, "--length", "256", "--json");
    expect(code).toBe(0);
    const { indicators } = JSON.parse(stdout) as { indicators: readonly Printed[] };
    const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]));
    expect(byId.get("length-ratio")).toMatchObject({ value: 2, valueAtTrained: 1, atLength: 256 });
    expect(byId.get("first-risk-position")).toMatchObject({ value: 128, kind: "predicted" });
    expect(byId.get("open-pairs")?.value).toBe(byId.get("open-pairs")?.valueAtTrained);
  });

  it("finds nothing new at the trained length", async () => {
    const { stdout } = await runHere("indicators", demo, "--length", "128", "--json");
    const { indicators } = JSON.parse(stdout) as { indicators: readonly Printed[] };
    const value = (id: string) => indicators.find((indicator) => indicator.id === id)?.value;
    expect(value("open-pairs")).toBe(0);
    expect(value("first-risk-position")).toBeNull();
  });

  it("says it in lines with formula and source", async () => {
    const { stdout } = await runHere("indicators", demo);
    expect(stdout).toContain(
      "predicted: #{k : λ_k > L}, λ_k = 2π / ω_k (Liu et al. 2023, arXiv 2310.05209)",
    );
  });

  it("refuses a length that is none", async () => {
    const { code, stderr } = await runHere("indicators", demo, "--length", "0");
    expect(code).toBe(2);
    expect(stderr).toContain('--length is "0", allowed are whole numbers from 1');
  });
});
