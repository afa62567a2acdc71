import { describe, expect, it } from "vitest";
import type { TensorInfo } from "../../../src/core/formats/tensorTable.ts";
import type { ModelSnapshot } from "../../../src/protocol/contract.ts";
import { reduce } from "../../../webview/app/reducer.ts";
import { initialState } from "../../../webview/app/state.ts";
import { pictureMatrix } from "../../../webview/app/tensors/pictureMatrix.ts";
import { tensorFigure, tensorSlice } from "../../../webview/app/tensors/tensorFigure.ts";
import { tensorIndex } from "../../../webview/app/tensors/tensorIndex.ts";
import {
  filteredTensors,
  nodeRows,
  openAtFirst,
  orderedNodes,
} from "../../../webview/app/tensors/tensorRows.ts";
import { tensorTree, type TreeNode } from "../../../webview/app/tensors/tensorTree.ts";
import { insideView, wholeView } from "../../../webview/app/tensors/wholeView.ts";
import { actOfKey } from "../../../webview/app/views/tensors/gridKeys.ts";
import { colNumber, rowNumber } from "../../../webview/render/matrix.ts";
import {
  panWindow,
  revealElement,
  type TensorWindow,
  zoomWindow,
} from "../../../webview/render/tensorWindow.ts";

function tensor(name: string, shape: readonly number[]): TensorInfo {
  const byteLength = 4 * shape.reduce((a, b) => a * b, 1);
  const place = { file: "model.safetensors", offset: 0, byteLength };
  return { name, dtype: "F32", dtypeName: "F32", shape, ...place };
}

const layer = (index: number): readonly TensorInfo[] => [
  tensor(`model.layers.${index}.self_attn.q_proj.weight`, [8, 8]),
  tensor(`model.layers.${index}.mlp.up_proj.weight`, [16, 8]),
];
const tensors = [
  tensor("lm_head.weight", [32, 8]),
  ...[10, 2, 0].flatMap(layer),
  tensor("model.embed_tokens.weight", [32, 8]),
  tensor("model.position_embeddings.weight", [4, 8]),
];
const model = (list: readonly TensorInfo[]): ModelSnapshot => ({
  revision: 1,
  label: "m",
  path: "/m",
  spec: null,
  provenance: [],
  problems: [],
  findings: [],
  tensors: list,
  noTokenizer: null,
  state: null,
});

describe("the tree of tensors", () => {
  const labels = (nodes: readonly TreeNode[]): unknown[] =>
    nodes.map(({ label, children }) =>
      children.length === 0 ? label : [label, ...labels(children)],
    );

  it("is split at dots, in the order of numbers, and chains are one row", () => {
    expect(labels(tensorTree(tensors))).toEqual([
      "lm_head.weight",
      [
        "model",
        "embed_tokens.weight",
        [
          "layers",
          ["0", "mlp.up_proj.weight", "self_attn.q_proj.weight"],
          ["2", "mlp.up_proj.weight", "self_attn.q_proj.weight"],
          ["10", "mlp.up_proj.weight", "self_attn.q_proj.weight"],
        ],
        "position_embeddings.weight",
      ],
    ]);
  });

  it("sums what is below a module", () => {
    const [, all] = tensorTree(tensors);
    expect(all).toMatchObject({ tensors: 8, elements: 3 * (64 + 128) + 256 + 32 });
  });

  it("survives names of any depth and kind", () => {
    const deep = tensor(Array.from({ length: 5_000 }, (_, i) => `a${i % 7}`).join("."), [1]);
    const fork = tensor(Array.from({ length: 5_000 }, (_, i) => `b${i % 5}`).join("."), [1]);
    const forks = Array.from({ length: 100 }, (_, i) => tensor("x.".repeat(i) + "y", [1]));
    const odd = [tensor("", [1]), tensor("..", [1]), tensor("__proto__.a", [1]), tensor("a", [1])];
    const nodes = tensorTree([deep, fork, ...forks, ...odd]);
    expect(nodes.reduce((sum, node) => sum + node.tensors, 0)).toBe(106);
  });

  it("takes a hundred thousand names in a moment", () => {
    const many = Array.from({ length: 100_000 }, (_, i) =>
      tensor(`model.layers.${i % 100}.experts.${Math.floor(i / 100)}.w`, [1]),
    );
    const started = performance.now();
    const nodes = orderedNodes(many, { column: "name", direction: "up" });
    const rows = nodeRows(nodes, () => true);
    expect(rows.length).toBeGreaterThan(100_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("rows of the list", () => {
  const index = tensorIndex(model(tensors));

  it("are those of open modules alone", () => {
    const nodes = orderedNodes(tensors, { column: "name", direction: "up" });
    expect(nodeRows(nodes, () => false).map(({ label, isOpen }) => [label, isOpen])).toEqual([
      ["lm_head.weight", undefined],
      ["model", false],
    ]);
    const open = openAtFirst(nodes);
    expect([...open]).toEqual([
      "module model",
      "module model.layers",
      ...[0, 2, 10].map((i) => `module model.layers.${i}`),
    ]);
    const rows = nodeRows(nodes, (key) => open.has(key));
    expect(rows).toHaveLength(14);
    expect(rows.find(({ label }) => label === "layers")).toMatchObject({ level: 2, isOpen: true });
  });

  it("are one list where they are ordered by size", () => {
    const nodes = orderedNodes(tensors, { column: "bytes", direction: "down" });
    expect(nodeRows(nodes, () => true).map(({ bytes }) => bytes)).toEqual(
      tensors.map(({ byteLength }) => byteLength).sort((a, b) => b - a),
    );
  });

  it("are searched by every word and by any of the roles", () => {
    const found = (text: string, roles: readonly ("q" | "mlp" | "position")[] = []): string[] =>
      filteredTensors(index, { text, roles: new Set(roles) }).map(({ name }) => name);
    expect(found("LAYERS.10 q_proj")).toEqual(["model.layers.10.self_attn.q_proj.weight"]);
    expect(found("[16, 8]")).toHaveLength(3);
    expect(found("", ["q", "mlp"])).toHaveLength(6);
    expect(found("layers.2", ["q"])).toHaveLength(1);
    expect(found("", ["position"])).toEqual(["model.position_embeddings.weight"]);
    expect(found("nothing of it")).toEqual([]);
  });

  it("name what holds positions, and count roles", () => {
    expect(index.positions.map(({ name }) => name)).toEqual(["model.position_embeddings.weight"]);
    expect(index.roleCounts.get("q")).toBe(3);
    expect(index.elements).toBe(tensors.reduce((sum, { byteLength }) => sum + byteLength / 4, 0));
  });

  it("are gone through by keys as in every tree", () => {
    const nodes = orderedNodes(tensors, { column: "name", direction: "up" });
    const rows = nodeRows(nodes, (key) => key === "module model");
    const act = (key: string, at: number): unknown => actOfKey(key, { rows, at, page: 3 });
    expect(rows.map(({ label }) => label)).toEqual([
      "lm_head.weight",
      "model",
      "embed_tokens.weight",
      "layers",
      "position_embeddings.weight",
    ]);
    expect(act("ArrowDown", -1)).toBe(0);
    expect(act("ArrowRight", 1)).toBe(2);
    expect(act("ArrowRight", 3)).toBe("toggle");
    expect(act("ArrowRight", 0)).toBeUndefined();
    expect(act("ArrowLeft", 1)).toBe("toggle");
    expect(act("ArrowLeft", 4)).toBe(1);
    expect(act("End", 0)).toBe(4);
    expect(act("Enter", 0)).toBe("choose");
    expect(act("a", 0)).toBeUndefined();
  });
});

describe("the window of a tensor", () => {
  const plane = { rows: 50_000, cols: 576 };
  const whole: TensorWindow = { rows: [0, 50_000], cols: [0, 576] };
  const at = { x: 0.5, y: 0.5 };

  it("magnifies the denser axis until elements are square, then both", () => {
    let window = zoomWindow(whole, plane, { factor: 4, at, box: 1 });
    expect(window).toEqual({ rows: [18_750, 31_250], cols: [0, 576] });
    for (let step = 0; step < 3; step++)
      window = zoomWindow(window, plane, { factor: 4, at, box: 1 });
    const rows = window.rows[1] - window.rows[0];
    const cols = window.cols[1] - window.cols[0];
    expect(rows / cols).toBeCloseTo(1, 1);
    expect(cols).toBeLessThan(576);
  });

  it("stays inside, and shows all of it again", () => {
    const corner = zoomWindow(whole, plane, { factor: 1e6, at: { x: 0, y: 1 }, box: 1 });
    expect(corner.rows[1]).toBe(50_000);
    expect(corner.rows[1] - corner.rows[0]).toBe(4);
    const back = zoomWindow(corner, plane, { factor: 1e-6, at, box: 1 });
    expect(back).toEqual(whole);
    expect(panWindow(corner, plane, { rows: 99, cols: -99 }).rows).toEqual([49_996, 50_000]);
  });

  it("has room for tensors smaller than the smallest window", () => {
    const small = { rows: 1, cols: 3 };
    const window: TensorWindow = { rows: [0, 1], cols: [0, 3] };
    expect(zoomWindow(window, small, { factor: 8, at, box: 0.1 })).toEqual(window);
  });

  it("follows the element that is read", () => {
    const window: TensorWindow = { rows: [100, 110], cols: [20, 30] };
    expect(revealElement(window, plane, { row: 105, col: 25 })).toEqual(window);
    expect(revealElement(window, plane, { row: 112, col: 10 })).toEqual({
      rows: [103, 113],
      cols: [10, 20],
    });
  });

  it("of another version of the tensor becomes all of this one", () => {
    const cube = tensor("t", [3, 5, 7]);
    const view = { ...wholeView(cube), leading: [2], rows: [1, 4], pool: "mean" } as const;
    expect(insideView(view, cube)).toBe(view);
    expect(insideView({ ...view, leading: [3] }, cube)).toEqual({
      ...wholeView(cube),
      pool: "mean",
    });
    expect(insideView({ ...view, cols: [0, 8] }, cube).cols).toEqual([0, 7]);
    expect(insideView(view, tensor("t", [5, 7]))).toMatchObject({ leading: [], rows: [0, 5] });
  });
});

describe("a picture of a tensor", () => {
  const view = { ...wholeView(tensor("t", [100, 4])), rows: [10, 30], cols: [0, 4] } as const;
  const cells = { rows: [10, 30], cols: [0, 4], height: 10, width: 4 } as const;

  it("is centred on zero and numbered as the tensor is", () => {
    const values = new Float32Array(40).fill(-0.5);
    values[3] = 2;
    const matrix = pictureMatrix(view, { ...cells, values }, new Map());
    expect(matrix.scale).toMatchObject({ kind: "diverging", max: 2 });
    expect([rowNumber(matrix, 0), rowNumber(matrix, 9), colNumber(matrix, 3)]).toEqual([10, 28, 3]);
    expect(matrix.rowLabels).toEqual([]);
  });

  it("has tokens beside its rows where a cell is a row", () => {
    const values = new Float32Array(8);
    const exact = { rows: [10, 12], cols: [0, 4], height: 2, width: 4, values } as const;
    const matrix = pictureMatrix(
      view,
      exact,
      new Map([
        [10, "the"],
        [11, "cat"],
      ]),
    );
    expect(matrix.rowLabels).toEqual(["10 the", "11 cat"]);
  });
});

describe("a checkpoint without a config", () => {
  it("is first shown by its tensors, unless something else was looked at before", () => {
    const opened = reduce(initialState("inspector", null), {
      type: "modelLoaded",
      model: model(tensors),
    });
    expect(opened.view.tab).toBe("tensors");
    const kept = initialState("inspector", { ...opened.view, tab: "overview" });
    expect(reduce(kept, { type: "modelLoaded", model: model(tensors) }).view.tab).toBe("overview");
  });
});

describe("the export of a tensor", () => {
  const chosen = { ...wholeView(tensor("lm_head.weight", [32, 8])), rows: [4, 6] } as const;
  const withView = reduce(
    reduce(initialState("inspector", null), { type: "modelLoaded", model: model(tensors) }),
    { type: "viewChanged", change: { tensor: chosen, tab: "tensors" }, by: "user" },
  );

  it("as numbers is left to the host, which has every element of the part", () => {
    expect(tensorSlice(withView, "npy")).toEqual({
      name: "m-lm_head.weight.npy",
      format: "npy",
      slice: { name: "lm_head.weight", leading: [], rows: [4, 6], cols: [0, 8] },
    });
    expect(tensorSlice(withView, "csv")?.format).toBe("csv");
    expect(tensorSlice(withView, "png")).toBeUndefined();
  });

  it("as an image says what a cell is; a difference is exported as it is drawn", () => {
    expect(tensorFigure(withView)).toMatch(/choose one/);
    const against = "model.embed_tokens.weight";
    const view = { ...chosen, against };
    const cells = { rows: [4, 6], cols: [0, 8], height: 1, width: 8 } as const;
    const picture = { view, cells: { ...cells, values: new Float32Array(8) } };
    const drawn = reduce(
      reduce(withView, { type: "viewChanged", change: { tensor: view }, by: "user" }),
      { type: "tensors", change: { picture } },
    );
    expect(tensorSlice(drawn, "npy")).toBeUndefined();
    const figure = tensorFigure(drawn);
    expect(figure).toMatchObject({ array: { shape: [1, 8] }, shape: "square" });
    const notes = typeof figure === "string" ? figure : figure.notes.join();
    expect(notes).toContain("Rows 4 to 5, columns 0 to 7; 1 × 8 cells: a cell is its element");
  });
});
