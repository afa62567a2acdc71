/** What crosses between the window and its worker, which owns TensorFlow.js. Plain data only. */
import type { TensorInfo } from "../src/core/formats/tensorTable.ts";
import type { ModelSpec } from "../src/core/models/modelSpec.ts";
import type { HeadAttention, InputEmbedding } from "../src/inference/session.ts";
import type { Removal } from "../src/inference/removal.ts";
import type {
  BackendSetting,
  BackendStatus,
  HostRequests,
  TensorBytes,
} from "../src/protocol/contract.ts";

export interface Passed {
  readonly backend: string;
  readonly reason: string;
}

/** What the window may ask of the worker. All but `ping` take turns. */
export interface WorkerRequests {
  /** Chooses a backend; once in the life of a worker. `avoid`: backends that failed before, with the reason. */
  start: {
    params: { setting: BackendSetting; avoid: readonly Passed[] };
    result: BackendStatus;
  };
  selfCheck: { params: null; result: { passed: boolean; lines: readonly string[] } };
  /** Forgets the model before it. */
  load: { params: { spec: ModelSpec; tensors: readonly TensorInfo[] }; result: null };
  run: {
    params: { ids: readonly number[]; upToLayer: number; removal: Removal };
    result: null;
  };
  attention: { params: { layer: number; head: number; removal: Removal }; result: HeadAttention };
  /** [heads, side, side]: with position, max-pooled. */
  thumbnails: { params: { layer: number; side: number }; result: Float32Array<ArrayBuffer> };
  inputEmbedding: { params: null; result: InputEmbedding };
  /** Answered between two operations: a worker that stays silent is stuck in one. */
  ping: { params: null; result: null };
}

/** What the worker may ask of the window, which asks the host. */
export interface WindowRequests {
  tensor: {
    params: { name: string; rows: readonly number[] | null };
    result: TensorBytes;
  };
  asset: { params: HostRequests["asset"]["params"]; result: ArrayBuffer };
}

export interface WorkerEvents {
  progress: { readonly done: number; readonly total: number; readonly what: string };
  /** The GPU went away; nothing on it can be read any more. */
  lost: { readonly reason: string };
}
