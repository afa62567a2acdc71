import { describe, expect, it } from "vitest";
import { axisOf } from "../../../webview/render/chartAxis.ts";
import {
  type CurveChart,
  curveFrame,
  curveMarks,
  nearestIndex,
} from "../../../webview/render/curveChart.ts";

const room = { from: 0, to: 100, ticks: 5 };
const frame = curveFrame(600, 200);

describe("axisOf", () => {
  it("places powers of ten at equal steps", () => {
    const axis = axisOf([1, 1000], "log", room);
    const places = [1, 10, 100, 1000].map((value) => axis.place(value));
    const steps = places.slice(1).map((place, index) => place - (places[index] ?? 0));
    expect(steps[0]).toBeCloseTo(steps[2] ?? 0, 9);
    expect(axis.ticks).toEqual([1, 10, 100, 1000]);
  });

  it("has ticks between powers of ten where the span is narrow", () => {
    expect(axisOf([128, 1024], "log", room).ticks).toEqual([200, 500, 1000]);
  });

  it("holds zero on a linear axis, with round ticks on both sides of it", () => {
    const axis = axisOf([-0.6, 1], "linear", room);
    expect(axis.ticks).toContain(0);
    expect(Math.min(...axis.ticks)).toBeLessThan(0);
    expect(axis.place(-0.6)).toBe(0);
  });

  it.each([0, -1, NaN, Infinity])("has no place for %d on a logarithmic axis", (value) => {
    expect(axisOf([1, 10], "log", room).place(value)).toBeNaN();
  });

  it("stays finite where there is nothing to show, or one value", () => {
    expect(axisOf([], "log", room).place(5)).not.toBeNaN();
    expect(axisOf([7], "log", room).place(7)).not.toBeNaN();
    expect(axisOf([0], "linear", room).place(0)).not.toBeNaN();
  });
});

describe("curveMarks", () => {
  it("breaks a line where a value is missing, and never writes NaN", () => {
    const marks = curveMarks(chartOf([1, undefined, NaN, 4, 5]), frame, 1);
    const path = marks.find(({ tag }) => tag === "path")?.attributes["d"];
    expect(String(path).match(/M/g)).toHaveLength(2);
    expect(JSON.stringify(marks)).not.toMatch(/NaN|null|Infinity/);
  });

  it("draws a marker with its name", () => {
    const marks = curveMarks(chartOf([1, 2, 3, 4, 5]), frame, null);
    expect(marks.some(({ text }) => text === "trained 3")).toBe(true);
  });

  it("reads the nearest value, and nothing beside the plot", () => {
    const chart = chartOf([1, 2, 3, 4, 5]);
    expect(nearestIndex(chart, frame.left, frame)).toBe(0);
    expect(nearestIndex(chart, frame.width - frame.right, frame)).toBe(4);
    expect(nearestIndex(chart, 0, frame)).toBeNull();
  });
});

function chartOf(values: readonly (number | undefined)[]): CurveChart {
  return {
    xs: [1, 2, 3, 4, 5],
    curves: [{ name: "one", values, look: "model", shape: "line" }],
    markers: [{ axis: "x", at: 3, name: "trained 3", look: "trained" }],
    x: { title: "x", scale: "linear" },
    y: { title: "y", scale: "linear" },
  };
}
