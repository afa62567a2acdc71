import { describe, expect, it } from "vitest";
import { toCsv } from "../../../webview/render/csv.ts";
import type { Figure } from "../../../webview/render/figure.ts";
import { escapeXml, toSvg } from "../../../webview/render/figureSvg.ts";
import { chartFrame, chartMarks, indexAt, niceTicks } from "../../../webview/render/lineChart.ts";
import { divergingRamp, sequentialRamp } from "../../../webview/render/colourRamps.ts";
import {
  formatBytes,
  formatDuration,
  formatFixed,
  formatValue,
} from "../../../webview/render/numbers.ts";
import type { Theme } from "../../../webview/render/theme.ts";
import { scaleFor } from "../../../webview/render/valueScale.ts";

describe("CSV", () => {
  it("quotes what has to be quoted, and ends lines as RFC 4180 says", () => {
    const rows = [[0, 'a "b", c', 0.5]];
    expect(toCsv({ columns: ["query", "token", "with"], rows })).toBe(
      'query,token,with\r\n0,"a ""b"", c",0.5\r\n',
    );
  });

  it("writes numbers that read back as the same float32, as briefly as it can", () => {
    const values = Float32Array.of(0.1, 1 / 3, 1.1754944e-38, 16777217, -2.5e-7);
    const text = toCsv({ columns: ["v"], rows: Array.from(values, (value) => [value]) });
    const read = text.trim().split("\r\n").slice(1);
    expect(read[0]).toBe("0.1");
    expect(read.map((line) => Math.fround(Number(line)))).toEqual([...values]);
  });
});

describe("SVG", () => {
  const svg = toSvg(figure(), theme());

  it("holds every visible cell and none that is masked", () => {
    const cells = [...svg.matchAll(/M(\d) (\d)h(\d)v1/g)];
    const width = cells.reduce((sum, cell) => sum + Number(cell[3]), 0);
    expect(width).toBe(3);
  });

  it("writes labels, legend and notes as text", () => {
    expect(svg).toContain(">Attention with position</text>");
    expect(svg).toContain("&lt;/text&gt;&lt;script&gt;");
    expect(svg).not.toContain("<script>");
    expect(svg).toContain(">a note</text>");
    expect(svg).toContain(">1</text>");
  });

  it("replaces what XML cannot hold", () => {
    expect(escapeXml("a\u0000b\uD800c")).toBe("a\uFFFDb\uFFFDc");
    expect(escapeXml("😀")).toBe("😀");
  });
});

describe("line chart", () => {
  const series = [{ name: "with", values: Float32Array.of(0.2, 0.1, 0.05), look: "with" as const }];
  const frame = chartFrame(400, 160);

  it("labels its axis with round numbers", () => {
    expect(niceTicks(0.214, 4)).toEqual([0, 0.1, 0.2]);
    expect(niceTicks(28, 7)).toEqual([0, 5, 10, 15, 20, 25]);
  });

  it("draws one point per distance, the largest at the top", () => {
    const marks = chartMarks({ series, xTitle: "x", yTitle: "y", at: 1 }, frame);
    const path = String(marks.find((mark) => mark.tag === "path")?.attributes["d"]);
    expect(path.split("L")).toHaveLength(3);
    expect(path).toMatch(new RegExp(`^M${frame.left}\\.0 ${frame.top}\\.0L`));
    expect(marks.filter((mark) => mark.tag === "circle")).toHaveLength(1);
  });

  it("finds the distance under the pointer", () => {
    expect(indexAt(frame.left, 3, frame)).toBe(0);
    expect(indexAt(frame.width - frame.right, 3, frame)).toBe(2);
    expect(indexAt(2, 3, frame)).toBeNull();
  });
});

describe("numbers", () => {
  it("have three digits and a true minus sign", () => {
    expect(formatValue(-0.8412)).toBe("−0.841");
    expect(formatValue(0.000012)).toBe("1.20e-5");
    expect(formatFixed(-0.00001, 4)).toBe("0.0000");
    expect(formatBytes(1849528)).toBe("1.76 MiB");
    expect(formatDuration(1840)).toBe("1.8 s");
  });
});

function figure(): Figure {
  const values = Float32Array.of(1, 0, 0.25, 0.75);
  const labels = ["</text><script>", "b"];
  return {
    stem: "rope",
    title: "rope",
    notes: ["a note"],
    panels: [
      {
        name: "Attention with position",
        rows: 2,
        cols: 2,
        values,
        scale: scaleFor("sequential", "root", [values]),
        rowLabels: labels,
        colLabels: labels,
        rowTitle: "query",
        colTitle: "key",
        sight: { window: null },
      },
    ],
    chart: undefined,
    array: { shape: [1, 2, 2], values },
    table: { columns: [], rows: [] },
  };
}

function theme(): Theme {
  return {
    ground: "light",
    foreground: "#333",
    muted: "#555",
    line: "#888",
    accent: "#05b",
    background: "#fff",
    below: "blue",
    above: "orange",
    font: "sans-serif",
    sequential: sequentialRamp("light"),
    diverging: divergingRamp("light"),
  };
}
