import { FormatError } from "../../errors.ts";
import { constantOpcodes } from "./constantOpcodes.ts";
import { containerOpcodes } from "./containerOpcodes.ts";
import { objectOpcodes } from "./objectOpcodes.ts";
import type { Opcode } from "./opcode.ts";
import { PickleInput } from "./pickleInput.ts";
import { PickleMachine } from "./pickleMachine.ts";
import type { PicklePersistent, PickleValue } from "./pickleValue.ts";

export interface Pickle {
  readonly value: PickleValue;
  /** First byte after it: files of old PyTorch have several, one after the other. */
  readonly end: number;
  /** Every persistent id in it, also those in what nobody looks into. */
  readonly persistents: readonly PicklePersistent[];
}

/**
 * A pickle of protocol 0 to 5 as plain data. It is a program for a machine with a stack; this machine has every
 * opcode and no power: nothing is imported, called or constructed.
 * Source: CPython's Lib/pickletools.py, which documents each opcode.
 * @param start first byte of the pickle in `bytes`.
 * @throws FormatError `truncated`, `bad-value`, `unsupported`, `limit-exceeded`; offsets count in `bytes`.
 */
export function parsePickle(bytes: Uint8Array, start: number, file: string): Pickle {
  const input = new PickleInput(bytes, start, file);
  const machine = new PickleMachine(input, file);
  for (let code = input.u8(); code !== STOP; code = input.u8()) {
    const opcode = opcodes[code];
    if (opcode === undefined) throw machine.fault(`has the opcode ${code}, which is not known`);
    opcode(machine);
  }
  return { value: machine.pop(), end: input.offset, persistents: machine.persistents };
}

const STOP = 0x2e;
const HIGHEST_PROTOCOL = 5;

const frameOpcodes: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  [0x80, checkProtocol], // PROTO
  [0x95, (m) => m.input.need(m.input.u64())], // FRAME
  [0x97, refuseBuffer], // NEXT_BUFFER
  [0x98, refuseBuffer], // READONLY_BUFFER
]);

const opcodes: readonly (Opcode | undefined)[] = Array.from({ length: 256 }, (_, code) =>
  [constantOpcodes, containerOpcodes, objectOpcodes, frameOpcodes]
    .map((table) => table.get(code))
    .find((opcode) => opcode !== undefined),
);

function checkProtocol(machine: PickleMachine): void {
  const protocol = machine.input.u8();
  if (protocol <= HIGHEST_PROTOCOL) return;
  throw machine.fault(`is of protocol ${protocol}, ${HIGHEST_PROTOCOL} is the highest there is`);
}

function refuseBuffer({ file, input }: PickleMachine): never {
  const message = `${file}: the pickle has its bytes in buffers outside, which no file holds`;
  throw new FormatError("unsupported", message, { offset: input.offset });
}
