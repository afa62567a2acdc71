import type { PickleMachine } from "./pickleMachine.ts";

/** One instruction: it reads its own arguments. */
export type Opcode = (machine: PickleMachine) => void;
