import { PICKLE_VALUE_LIMIT } from "../../bytes/limits.ts";
import { FormatError } from "../../errors.ts";
import type { PickleInput } from "./pickleInput.ts";
import type { PickleEntry, PicklePersistent, PickleValue } from "./pickleValue.ts";

/** Stack, marks and memo of a pickle. It holds values and knows nothing that could be called. */
export class PickleMachine {
  readonly input: PickleInput;
  readonly file: string;
  /** All that were pushed, wherever they went. */
  readonly persistents: PicklePersistent[] = [];
  readonly #stack: PickleValue[] = [];
  /** Heights of the stack at each mark. */
  readonly #marks: number[] = [];
  /** A Map: numbers of entries come from the file and may be anything. */
  readonly #memo = new Map<number, PickleValue>();
  #pushes = 0;
  #values = 0;

  constructor(input: PickleInput, file: string) {
    this.input = input;
    this.file = file;
  }

  /** @throws FormatError `limit-exceeded` */
  push(value: PickleValue): void {
    this.#pushes++;
    if (this.#pushes > PUSHES_PER_VALUE * PICKLE_VALUE_LIMIT) throw this.#tooMany();
    this.#stack.push(value);
  }

  /** A value that takes memory of its own. */
  pushNew(value: PickleValue): void {
    this.#values++;
    if (this.#values > PICKLE_VALUE_LIMIT) throw this.#tooMany();
    this.push(value);
  }

  pushPersistent(id: PickleValue): void {
    const persistent: PicklePersistent = { kind: "persistent", id };
    this.persistents.push(persistent);
    this.pushNew(persistent);
  }

  /** Whether there is a value above the last mark. */
  hasValue(): boolean {
    return this.#stack.length > (this.#marks.at(-1) ?? 0);
  }

  pop(): PickleValue {
    const value = this.hasValue() ? this.#stack.pop() : undefined;
    if (value === undefined) throw this.fault("takes a value from an empty stack");
    return value;
  }

  top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw this.fault("looks at an empty stack");
    return value;
  }

  mark(): void {
    this.#pushes++;
    if (this.#pushes > PUSHES_PER_VALUE * PICKLE_VALUE_LIMIT) throw this.#tooMany();
    this.#marks.push(this.#stack.length);
  }

  /** Everything above the last mark, which goes. */
  popMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.fault("asks for a mark that was not set");
    return this.#stack.splice(mark);
  }

  /** The same as keys with their values. */
  popEntries(): PickleEntry[] {
    const values = this.popMark();
    if (values.length % 2 !== 0) throw this.fault("has a key without a value");
    const entries: PickleEntry[] = [];
    for (let i = 0; i < values.length; i += 2) {
      entries.push([values[i] ?? null, values[i + 1] ?? null]);
    }
    return entries;
  }

  /** Writers number from 0 on, so a number beyond all values is none of theirs. */
  remember(index: number): void {
    if (index > PUSHES_PER_VALUE * PICKLE_VALUE_LIMIT) throw this.fault(`puts entry ${index}`);
    this.#memo.set(index, this.top());
  }

  /** Under the next number, as newer protocols do. */
  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.fault(`refers to entry ${index}, which was never put`);
    this.push(value);
  }

  fault(what: string): FormatError {
    const { offset } = this.input;
    return new FormatError("bad-value", `${this.file}: the pickle ${what}, at byte ${offset}`, {
      offset,
    });
  }

  #tooMany(): FormatError {
    const message = `${this.file}: the pickle has more than ${PICKLE_VALUE_LIMIT} values`;
    return new FormatError("limit-exceeded", message, { offset: this.input.offset });
  }
}

/** Small numbers and references beside each value that takes memory. */
const PUSHES_PER_VALUE = 4;
