import type { StoredType } from "../../../src/core/formats/decodeStored.ts";
import { unpack } from "./unpack.ts";

/** A program of tfjs's WebGPU backend: one invocation a value. tfjs compiles it once for each type and rank. */
export class DecodeProgram {
  readonly variableNames = ["words"];
  readonly workgroupSize: [number, number, number] = [64, 1, 1];
  readonly dispatchLayout = { x: [0] };
  readonly size = true;
  readonly outputShape: number[];
  readonly dispatch: [number, number, number];
  readonly shaderKey: string;
  readonly #decoder: string;

  constructor(type: StoredType, decoder: string, count: number) {
    this.outputShape = [count];
    this.dispatch = [Math.ceil(count / 64), 1, 1];
    this.shaderKey = `poslens_decode_${type}`;
    this.#decoder = decoder;
  }

  getUserCode(): string {
    return `
      ${unpack}
      ${this.#decoder}
      fn main(index : i32) {
        if (index < uniforms.size) {
          setOutputAtIndex(index, valueAt(u32(index)));
        }
      }
    `;
  }
}
