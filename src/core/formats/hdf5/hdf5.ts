import type { ByteSource } from "../../bytes/byteSource.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import { shownText } from "../../bytes/shownText.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import type { TensorInfo, TensorTable } from "../tensorTable.ts";
import { isDataset, toTensor } from "./dataset.ts";
import { FileBytes } from "./fileBytes.ts";
import { readLinks } from "./links.ts";
import { readMessages } from "./objectHeader.ts";
import { readSuperblock } from "./superblock.ts";

/**
 * The datasets of an HDF5 file (weights of Keras) as tensors, named by their paths: "dense/kernel:0".
 * Groups and headers are walked, values are not read. What cannot be read below a group is a problem there.
 *
 * Source: HDF5 File Format Specification 3.0.
 * @throws FormatError where not even the root group can be read.
 */
export async function readHdf5(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const problems = new ProblemList(file);
  const bytes = new FileBytes(source, file, signal);
  const { widths, root } = await readSuperblock(bytes);
  const rootMessages = await readMessages(bytes, root, widths);
  const tensors: TensorInfo[] = [];
  const seen = new Set([root]);
  const rootLinks = await readLinks(bytes, rootMessages, widths);
  const waiting = rootLinks.map((link) => ({ ...link, path: link.name })).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, address } = next;
    try {
      const messages = await readMessages(bytes, address, widths);
      if (isDataset(messages)) {
        tensors.push(toTensor(path, file, messages));
      } else if (!seen.has(address)) {
        // A group that is linked twice, or holds itself, is shown where it is met first.
        seen.add(address);
        const links = await readLinks(bytes, messages, widths);
        waiting.push(...links.map((l) => ({ ...l, path: `${path}/${l.name}` })).toReversed());
      }
    } catch (error) {
      // Past the limit every further read fails: one problem says it.
      if (!(error instanceof FormatError) || error.code === "limit-exceeded") throw error;
      const place = { key: path, ...(error.offset === undefined ? {} : { offset: error.offset }) };
      problems.add(error.code, "error", `${shownText(path)}: ${error.message}`, place);
    }
  }
  return {
    value: { tensors, metadata: new Map(), format: "hdf5" },
    problems: problems.list,
  };
}
