import type { TensorInfo } from "../../../core/formats/tensorTable.ts";
import type { Problem } from "../../../core/problem.ts";
import type { Finding } from "../../../core/rules/finding.ts";
import type { ModelFolder } from "../../../core/workspace/modelFolder.ts";
import type { ModelEntry } from "../../platform/modelEntry.ts";

/** What the tree shows. `entry` tells commands of the menu which model a node belongs to. */
export type Node = ModelNode | FileNode | FindingNode | ProblemNode;

export interface ModelNode {
  readonly kind: "model";
  readonly entry: ModelEntry;
  readonly folder: ModelFolder | undefined;
  readonly findings: readonly Finding[];
  /** Problems of the config alone; those of checkpoints appear when the node is expanded. */
  readonly problems: readonly Problem[];
}

export interface FileNode {
  readonly kind: "file";
  readonly entry: ModelEntry;
  readonly name: string;
  /** Bytes; `undefined` where the file is gone. */
  readonly size: number | undefined;
  /** Of a checkpoint whose header was read; empty for other files. */
  readonly tensors: readonly TensorInfo[];
  readonly isCheckpoint: boolean;
}

export interface FindingNode {
  readonly kind: "finding";
  readonly entry: ModelEntry;
  readonly finding: Finding;
}

export interface ProblemNode {
  readonly kind: "problem";
  readonly entry: ModelEntry;
  readonly problem: Problem;
}
