import type { ProblemList } from "../../bytes/problemList.ts";
import type { ZipArchive } from "./zipData.ts";
import type { ZipDirectory } from "./zipDirectory.ts";

/** An archive whose directory was read, with what is wrong with it. */
export interface OpenZip extends ZipArchive {
  readonly directory: ZipDirectory;
  readonly problems: ProblemList;
}
