import type { ByteSource } from "../../bytes/byteSource.ts";
import {
  ONNX_GRAPH_DEPTH_LIMIT,
  PROTOBUF_BYTE_LIMIT,
  TENSOR_COUNT_LIMIT,
} from "../../bytes/limits.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import { refuseStandIn } from "../standIns.ts";
import type { TensorInfo, TensorTable } from "../tensorTable.ts";
import { readGraphsOfNode } from "./onnxNode.ts";
import { readOnnxTensor, readPair } from "./onnxTensor.ts";
import { ProtobufReader, type ByteRange } from "./protobuf.ts";
import { toOnnxInfo } from "./toOnnxInfo.ts";

/**
 * The initialisers of an ONNX model, those of graphs inside its nodes as well (`node.attribute.name`). Values stay
 * where they are: in the file, or in one beside it.
 * Source: onnx/onnx.proto, `ModelProto`.
 * @throws FormatError those of `ProtobufReader.eachField`, `bad-header` for a message without a graph,
 * `limit-exceeded`.
 */
export async function readOnnx(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  refuseStandIn(await source.read(0, Math.min(source.byteLength, STAND_IN_BYTES), signal), file);
  if (source.byteLength > PROTOBUF_BYTE_LIMIT) {
    const message = `${file} has ${source.byteLength} bytes, a message has ${PROTOBUF_BYTE_LIMIT} at most`;
    throw new FormatError("limit-exceeded", message, { offset: PROTOBUF_BYTE_LIMIT });
  }
  const reader = new ProtobufReader(source, file, signal);
  const model = new OnnxModel(reader);
  await reader.eachField({ offset: 0, length: source.byteLength }, (field) => {
    if (field.kind === "varint" && field.number === IR_VERSION) {
      model.metadata.set("ir_version", String(field.value));
    }
    return field.kind === "bytes" ? model.readField(field.number, field) : undefined;
  });
  if (!model.hasGraph) {
    const message = `${file} has no graph: it is no ONNX model`;
    throw new FormatError("bad-header", message, { offset: 0 });
  }
  const { tensors, metadata, problems } = model;
  return { value: { tensors, metadata, format: "onnx" }, problems: problems.list };
}

const STAND_IN_BYTES = 64;
const IR_VERSION = 1;
const TEXT_BYTES = 1024;

interface Scope {
  /** In front of the names of tensors in a graph inside a graph. */
  readonly prefix: string;
  readonly depth: number;
}

class OnnxModel {
  readonly tensors: TensorInfo[] = [];
  readonly metadata = new Map<string, string>();
  readonly problems: ProblemList;
  hasGraph = false;
  readonly #reader: ProtobufReader;
  readonly #names = new Set<string>();

  constructor(reader: ProtobufReader) {
    this.#reader = reader;
    this.problems = new ProblemList(reader.file);
  }

  /** A field of the model itself. */
  readField(number: number, range: ByteRange): Promise<void> | undefined {
    if (number === 7) return this.#readGraph(range, { prefix: "", depth: 0 });
    if (number === 2) return this.#setText("producer_name", range);
    if (number === 3) return this.#setText("producer_version", range);
    return number === 14 ? readPair(this.#reader, range, this.metadata) : undefined;
  }

  async #setText(key: string, range: ByteRange): Promise<void> {
    this.metadata.set(key, await this.#reader.text(range, TEXT_BYTES));
  }

  async #readGraph(range: ByteRange, scope: Scope): Promise<void> {
    this.hasGraph = true;
    await this.#reader.eachField(range, (field) => {
      if (field.kind !== "bytes") return undefined;
      if (field.number === 1) return this.#readNode(field, scope);
      if (field.number === 2 && scope.depth === 0) return this.#setText("graph", field);
      if (field.number === 5) return this.#readInitializer(field, scope);
      return field.number === 15 ? this.#skipSparse(field, scope) : undefined;
    });
  }

  async #readNode(range: ByteRange, { prefix, depth }: Scope): Promise<void> {
    const { name, graphs } = await readGraphsOfNode(this.#reader, range);
    for (const graph of graphs) {
      if (depth >= ONNX_GRAPH_DEPTH_LIMIT) {
        const message = `has graphs inside graphs to more than ${ONNX_GRAPH_DEPTH_LIMIT} levels; what is inside is not looked at`;
        this.problems.add("too-deep", "warning", message, { offset: graph.offset });
        return;
      }
      const inner = `${prefix}${name}.${graph.attribute}.`;
      await this.#readGraph(graph, { prefix: inner.slice(0, PREFIX_LIMIT), depth: depth + 1 });
    }
  }

  async #readInitializer(range: ByteRange, { prefix }: Scope): Promise<void> {
    const tensor = await readOnnxTensor(this.#reader, range);
    const name = prefix + tensor.name;
    if (this.tensors.length >= TENSOR_COUNT_LIMIT) {
      const message = `${this.#reader.file} has more than ${TENSOR_COUNT_LIMIT} tensors`;
      throw new FormatError("limit-exceeded", message, { offset: range.offset });
    }
    if (this.#names.has(name)) {
      const message = `has two tensors that are called ${shownText(name)}; the first one is shown`;
      this.problems.add("duplicate-tensor", "warning", message, {
        key: name,
        offset: range.offset,
      });
      return;
    }
    const info = toOnnxInfo(tensor, { name, file: this.#reader.file }, this.problems);
    if (info === undefined) return;
    this.#names.add(name);
    this.tensors.push(info);
  }

  /** A `SparseTensorProto`: the name is that of its values. */
  async #skipSparse(range: ByteRange, { prefix }: Scope): Promise<void> {
    let name = "";
    await this.#reader.eachField(range, async (field) => {
      if (field.number === 1 && field.kind === "bytes") {
        name = (await readOnnxTensor(this.#reader, field)).name;
      }
    });
    const message = `has a sparse tensor ${shownText(prefix + name)}, and such are not read; it is left out`;
    this.problems.add("skipped-tensor", "warning", message, { key: prefix + name });
  }
}

/** Characters of the names of nodes around a tensor that its own name is given with. */
const PREFIX_LIMIT = 2000;
