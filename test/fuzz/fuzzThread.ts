import { parentPort, workerData } from "node:worker_threads";
import { FormatError } from "../../src/core/errors.ts";
import { watchAllocations } from "./allocations.ts";
import { mutate } from "./mutate.ts";
import { seedFiles, targets } from "./targets.ts";

/** What the thread is started with. */
export interface FuzzJob {
  readonly target: string;
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  /** Bytes that one piece of memory may have. */
  readonly allocationLimit: number;
  /** [0]: the mutation that is being read. */
  readonly progress: SharedArrayBuffer;
}

export interface FuzzFault {
  readonly mutation: number;
  readonly file: string;
  readonly what: string;
}

export interface FuzzOutcome {
  readonly fault: FuzzFault | undefined;
  readonly read: number;
  readonly refused: number;
}

const job = workerData as FuzzJob;
parentPort?.postMessage(await run(job));

async function run({ target: id, seed, first, count, ...job }: FuzzJob): Promise<FuzzOutcome> {
  const target = targets.find((candidate) => candidate.id === id);
  const files = target === undefined ? [] : seedFiles(target);
  if (target === undefined || files.length === 0) {
    return {
      fault: { mutation: -1, file: id, what: "no files to start from" },
      read: 0,
      refused: 0,
    };
  }
  const progress = new Int32Array(job.progress);
  const largestAllocation = watchAllocations();
  let read = 0;
  for (let mutation = first; mutation < first + count; mutation++) {
    Atomics.store(progress, 0, mutation);
    const file = files[mutation % files.length] ?? { name: "", bytes: new Uint8Array() };
    const mutant = mutate(file.bytes, seed, mutation);
    largestAllocation();
    const what = await faultOf(() => target.read(mutant, file.name));
    const largest = largestAllocation();
    const fault =
      largest > job.allocationLimit ? `asked for ${largest} bytes in one piece` : what.fault;
    if (fault !== undefined) {
      return { fault: { mutation, file: file.name, what: fault }, read, refused: 0 };
    }
    if (what.isRead) read++;
  }
  return { fault: undefined, read, refused: count - read };
}

async function faultOf(
  read: () => Promise<void> | void,
): Promise<{ readonly fault: string | undefined; readonly isRead: boolean }> {
  try {
    await read();
    return { fault: undefined, isRead: true };
  } catch (error) {
    if (error instanceof FormatError) return { fault: undefined, isRead: false };
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { fault: what, isRead: false };
  }
}
