import type { Opcode } from "./opcode.ts";
import type { PickleMachine } from "./pickleMachine.ts";
import type { PickleValue } from "./pickleValue.ts";

/** What Python would import, call or build: written down, and nothing more. */
export const objectOpcodes: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  [0x63, (m) => pushGlobal(m, text(m.input.line()), text(m.input.line()))], // GLOBAL
  [0x93, stackGlobal], // STACK_GLOBAL
  [0x52, reduce], // REDUCE
  [0x81, reduce], // NEWOBJ
  [0x92, newObjectWithNames], // NEWOBJ_EX
  [0x69, instance], // INST
  [0x6f, object], // OBJ
  [0x62, build], // BUILD
  [0x50, (m) => m.pushPersistent(text(m.input.line()))], // PERSID
  [0x51, (m) => m.pushPersistent(m.pop())], // BINPERSID
  [0x82, (m) => pushExtension(m, m.input.u8())], // EXT1
  [0x83, (m) => pushExtension(m, m.input.u16())], // EXT2
  [0x84, (m) => pushExtension(m, m.input.i32())], // EXT4
]);

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function pushGlobal(machine: PickleMachine, module: string, name: string): void {
  machine.pushNew({ kind: "global", name: `${presentNames.get(module) ?? module}.${name}` });
}

/** Modules that had other names in Python 2, whose names protocols up to 2 still write, and NumPy's before 2.0. */
const presentNames: ReadonlyMap<string, string> = new Map([
  ["__builtin__", "builtins"],
  ["copy_reg", "copyreg"],
  ["numpy.core.multiarray", "numpy._core.multiarray"],
  ["numpy.core.numeric", "numpy._core.numeric"],
]);

function stackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof name !== "string" || typeof module !== "string") {
    throw machine.fault("names a class by what is no text");
  }
  pushGlobal(machine, module, name);
}

/** Extensions are numbers that only the program which wrote the pickle can look up. */
function pushExtension(machine: PickleMachine, code: number): void {
  machine.pushNew({ kind: "global", name: `copyreg.extension_${code}` });
}

function reduce(machine: PickleMachine): void {
  const args = machine.pop();
  pushObject(machine, machine.pop(), args);
}

function newObjectWithNames(machine: PickleMachine): void {
  machine.pop();
  reduce(machine);
}

function instance(machine: PickleMachine): void {
  const module = text(machine.input.line());
  const name = text(machine.input.line());
  const args = machine.popMark();
  pushGlobal(machine, module, name);
  pushObject(machine, machine.pop(), { kind: "tuple", items: args });
}

function object(machine: PickleMachine): void {
  const [callee, ...args] = machine.popMark();
  if (callee === undefined) throw machine.fault("makes an object of no class");
  pushObject(machine, callee, { kind: "tuple", items: args });
}

function pushObject(machine: PickleMachine, callee: PickleValue, args: PickleValue): void {
  machine.pushNew({ kind: "object", callee, args, state: undefined, items: [], entries: [] });
}

function build(machine: PickleMachine): void {
  const state = machine.pop();
  const target = machine.top();
  const takes = typeof target === "object" && target?.kind === "object";
  if (!takes) throw machine.fault("sets the state of what is no object");
  target.state = state;
}
