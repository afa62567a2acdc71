import type { Node } from "jsonc-parser";
import type { ProblemList } from "../bytes/problemList.ts";
import { shownText } from "../bytes/shownText.ts";

type Container = "object" | "array";
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type BuiltNode = Mutable<Omit<Node, "parent" | "children">> & {
  parent?: Node;
  children?: Node[];
};

/** An open bracket: what it has so far. A property that a later one of the same name replaced is `undefined`. */
interface Frame {
  readonly node: BuiltNode;
  readonly items: (Node | undefined)[];
  /** Name → index in `items`; objects only. A Map, since names come from hostile files. */
  readonly names: Map<string, number>;
  /** Property whose value has not come yet. */
  property: BuiltNode | undefined;
  /** A value stands since the last comma. */
  filled: boolean;
  lastComma: number | undefined;
}

/** Puts tokens together to jsonc-parser's tree without recursion, and goes on after what is wrong. */
export class TreeBuilder {
  readonly problems: ProblemList;
  readonly #frames: Frame[] = [];
  #root: BuiltNode | undefined;

  constructor(problems: ProblemList) {
    this.problems = problems;
  }

  get depth(): number {
    return this.#frames.length;
  }

  open(type: Container, offset: number): void {
    const node: BuiltNode = { type, offset, length: 0, children: [] };
    this.#attach(node);
    this.#frames.push({
      node,
      items: [],
      names: new Map(),
      property: undefined,
      filled: false,
      lastComma: undefined,
    });
  }

  value(node: BuiltNode): void {
    const frame = this.#frames.at(-1);
    if (frame?.node.type === "object" && frame.property === undefined && node.type === "string") {
      this.#expectComma(frame, node.offset);
      frame.property = {
        type: "property",
        offset: node.offset,
        length: node.length,
        children: [node],
      };
      frame.property.parent = frame.node;
      node.parent = frame.property;
      return;
    }
    this.#attach(node);
    this.#finishProperty(node.offset + node.length);
  }

  colon(offset: number): void {
    const property = this.#frames.at(-1)?.property;
    if (property?.colonOffset === undefined && property !== undefined)
      property.colonOffset = offset;
    else this.#stray(":", offset);
  }

  comma(offset: number): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      this.#stray(",", offset);
      return;
    }
    this.#dropProperty(frame);
    if (!frame.filled) this.#stray(",", offset);
    frame.filled = false;
    frame.lastComma = offset;
  }

  close(type: Container, offset: number): void {
    const frame = this.#frames.at(-1);
    const bracket = type === "object" ? "}" : "]";
    if (frame?.node.type !== type) {
      this.#stray(bracket, offset);
      return;
    }
    this.#dropProperty(frame);
    if (!frame.filled && frame.lastComma !== undefined) {
      this.problems.add(
        "trailing-comma",
        "warning",
        `has a comma before ${bracket}, which JSON refuses`,
        {
          span: { offset: frame.lastComma, length: 1 },
        },
      );
    }
    this.#endFrame(frame, offset + 1);
  }

  /** The root with everything that is still open closed at the end of the text. */
  finish(end: number): Node | undefined {
    const open = this.#frames.at(-1);
    if (open !== undefined) {
      this.problems.add(
        "cut-off",
        "error",
        `ends inside the ${open.node.type} that begins at character ${open.node.offset}`,
        { span: { offset: open.node.offset, length: 1 } },
      );
    }
    for (let frame = open; frame !== undefined; frame = this.#frames.at(-1)) {
      this.#dropProperty(frame);
      this.#endFrame(frame, end);
    }
    if (this.#root === undefined) this.problems.add("no-value", "error", "has no JSON value");
    return this.#root;
  }

  #attach(node: BuiltNode): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      if (this.#root === undefined) this.#root = node;
      else this.#stray("a second value", node.offset);
    } else if (frame.node.type === "array") {
      this.#expectComma(frame, node.offset);
      node.parent = frame.node;
      frame.items.push(node);
    } else if (frame.property?.colonOffset !== undefined) {
      node.parent = frame.property;
      frame.property.children?.push(node);
    } else {
      this.#stray("a value", node.offset);
    }
  }

  #endFrame(frame: Frame, end: number): void {
    this.#frames.pop();
    frame.node.length = end - frame.node.offset;
    frame.node.children = frame.items.filter((item) => item !== undefined);
    this.#finishProperty(end);
  }

  /** A value ended: where it was a property's, the property ends with it. */
  #finishProperty(end: number): void {
    const frame = this.#frames.at(-1);
    const property = frame?.property;
    if (frame === undefined || property === undefined || property.children?.length !== 2) return;
    property.length = end - property.offset;
    frame.property = undefined;
    const name = String(property.children[0]?.value);
    const earlier = frame.names.get(name);
    if (earlier !== undefined) {
      frame.items[earlier] = undefined;
      this.problems.add(
        "duplicate-key",
        "warning",
        `has the key ${shownText(name)} twice; the last counts`,
        {
          key: name,
          span: { offset: property.offset, length: property.children[0]?.length ?? 0 },
        },
      );
    }
    frame.names.set(name, frame.items.length);
    frame.items.push(property);
  }

  #dropProperty(frame: Frame): void {
    if (frame.property === undefined) return;
    const { offset, length } = frame.property;
    this.problems.add(
      "missing-value",
      "error",
      `has a key without a value at character ${offset}`,
      {
        span: { offset, length },
      },
    );
    frame.property = undefined;
  }

  #expectComma(frame: Frame, offset: number): void {
    if (frame.filled) this.#stray("a value without a comma before it", offset);
    frame.filled = true;
  }

  #stray(what: string, offset: number): void {
    this.problems.add("bad-json", "error", `has ${what} out of place at character ${offset}`, {
      span: { offset, length: 1 },
    });
  }
}
