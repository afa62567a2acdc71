import type { Opcode } from "./opcode.ts";
import type { PickleMachine } from "./pickleMachine.ts";
import type { PickleEntry, PickleList, PickleValue } from "./pickleValue.ts";

/** Lists, tuples, dictionaries and sets; the stack and the memo. */
export const containerOpcodes: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  [0x28, (m) => m.mark()], // MARK
  [0x30, pop], // POP
  [0x31, (m) => void m.popMark()], // POP_MARK
  [0x32, (m) => m.push(m.top())], // DUP
  [0x5d, (m) => pushList(m, "list", [])], // EMPTY_LIST
  [0x6c, (m) => pushList(m, "list", m.popMark())], // LIST
  [0x29, (m) => pushList(m, "tuple", [])], // EMPTY_TUPLE
  [0x74, (m) => pushList(m, "tuple", m.popMark())], // TUPLE
  [0x85, (m) => pushTuple(m, 1)], // TUPLE1
  [0x86, (m) => pushTuple(m, 2)], // TUPLE2
  [0x87, (m) => pushTuple(m, 3)], // TUPLE3
  [0x8f, (m) => pushList(m, "set", [])], // EMPTY_SET
  [0x91, (m) => pushList(m, "set", m.popMark())], // FROZENSET
  [0x7d, (m) => m.pushNew({ kind: "dict", entries: [] })], // EMPTY_DICT
  [0x64, (m) => m.pushNew({ kind: "dict", entries: m.popEntries() })], // DICT
  [0x61, (m) => append(m, [m.pop()])], // APPEND
  [0x65, (m) => append(m, m.popMark())], // APPENDS
  [0x90, (m) => append(m, m.popMark())], // ADDITEMS
  [0x73, setItem], // SETITEM
  [0x75, (m) => setEntries(m, m.popEntries())], // SETITEMS
  [0x67, (m) => m.recall(memoIndex(m))], // GET
  [0x68, (m) => m.recall(m.input.u8())], // BINGET
  [0x6a, (m) => m.recall(m.input.u32())], // LONG_BINGET
  [0x70, (m) => m.remember(memoIndex(m))], // PUT
  [0x71, (m) => m.remember(m.input.u8())], // BINPUT
  [0x72, (m) => m.remember(m.input.u32())], // LONG_BINPUT
  [0x94, (m) => m.rememberNext()], // MEMOIZE
]);

/** Protocol 0 takes a mark back with the same opcode as a value. */
function pop(machine: PickleMachine): void {
  if (machine.hasValue()) machine.pop();
  else machine.popMark();
}

function pushList(machine: PickleMachine, kind: PickleList["kind"], items: PickleValue[]): void {
  machine.pushNew({ kind, items });
}

function pushTuple(machine: PickleMachine, length: number): void {
  const items: PickleValue[] = [];
  for (let i = 0; i < length; i++) items.unshift(machine.pop());
  pushList(machine, "tuple", items);
}

function append(machine: PickleMachine, values: readonly PickleValue[]): void {
  const target = machine.top();
  const takes =
    typeof target === "object" &&
    (target?.kind === "list" || target?.kind === "set" || target?.kind === "object");
  if (!takes) throw machine.fault("adds to what is no list");
  for (const value of values) target.items.push(value);
}

function setItem(machine: PickleMachine): void {
  const value = machine.pop();
  const key = machine.pop();
  setEntries(machine, [[key, value]]);
}

function setEntries(machine: PickleMachine, entries: readonly PickleEntry[]): void {
  const target = machine.top();
  const takes =
    typeof target === "object" && (target?.kind === "dict" || target?.kind === "object");
  if (!takes) throw machine.fault("sets a key of what is no dictionary");
  for (const entry of entries) target.entries.push(entry);
}

function memoIndex(machine: PickleMachine): number {
  const text = new TextDecoder().decode(machine.input.line());
  if (!/^\d{1,15}$/.test(text)) throw machine.fault("refers to an entry that is no number");
  return Number(text);
}
