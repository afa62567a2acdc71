import { Worker } from "node:worker_threads";
import type { FuzzFault, FuzzJob, FuzzOutcome } from "./fuzzThread.ts";

/** A mutation that takes longer hangs: the slowest sound file takes a hundredth of this, also on a busy machine. */
const HANG_MS = 20_000;

/** 64 MiB above the idle reader is what a hostile file may cost. */
const ALLOCATION_LIMIT = 64 * 1024 * 1024;

/**
 * Reads mutants of a target's files in a thread of its own, so that one that hangs can be ended and named.
 */
export async function runFuzz(job: {
  readonly target: string;
  readonly seed: number;
  readonly first: number;
  readonly count: number;
}): Promise<FuzzOutcome> {
  const progress = new SharedArrayBuffer(4);
  const workerData: FuzzJob = { ...job, allocationLimit: ALLOCATION_LIMIT, progress };
  const thread = new Worker(new URL("./fuzzThread.ts", import.meta.url), {
    workerData,
    execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"],
  });
  const at = new Int32Array(progress);
  return new Promise((resolve) => {
    let last = { mutation: -1, since: Date.now() };
    const end = (fault: FuzzFault): void => {
      clearInterval(timer);
      void thread.terminate();
      resolve({ fault, read: 0, refused: 0 });
    };
    const timer = setInterval(() => {
      const mutation = Atomics.load(at, 0);
      if (mutation !== last.mutation) last = { mutation, since: Date.now() };
      else if (Date.now() - last.since > HANG_MS) {
        end({ mutation, file: job.target, what: `hangs: not read after ${HANG_MS / 1000} s` });
      }
    }, 500);
    thread.once("message", (outcome: FuzzOutcome) => {
      clearInterval(timer);
      resolve(outcome);
      void thread.terminate();
    });
    thread.once("error", (error) => {
      const mutation = Atomics.load(at, 0);
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      end({ mutation, file: job.target, what });
    });
  });
}
