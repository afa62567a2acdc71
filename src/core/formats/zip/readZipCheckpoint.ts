import type { ByteSource } from "../../bytes/byteSource.ts";
import { ProblemList } from "../../bytes/problemList.ts";
import { FormatError } from "../../errors.ts";
import type { Parsed } from "../../problem.ts";
import { readKeras } from "../keras/readKeras.ts";
import { readNpz } from "../numpy/npz.ts";
import type { TensorTable } from "../tensorTable.ts";
import { readTorchZip } from "../torch/torchZip.ts";
import type { OpenZip } from "./openZip.ts";
import { readZipDirectory } from "./zipDirectory.ts";

/**
 * A ZIP archive by what is in it: PyTorch's `data.pkl`, Keras' `model.weights.h5`, NumPy's `.npy` members.
 * @throws FormatError `unsupported` for an archive of anything else, and those of the formats.
 */
export async function readZipCheckpoint(
  source: ByteSource,
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<TensorTable>> {
  const { value: directory, problems: found } = await readZipDirectory(source, file, signal);
  signal?.throwIfAborted();
  const problems = new ProblemList(file);
  problems.list.push(...found);
  const archive: OpenZip = { source, file, directory, problems };
  const names = [...directory.keys()];
  const pickles = names.filter((name) => /^(?:[^/]+\/)?data\.pkl$/.test(name));
  const [pickle, another] = pickles;
  if (pickle !== undefined && another === undefined) return readTorchZip(archive, pickle, signal);
  const keras = directory.get(KERAS_WEIGHTS);
  if (keras !== undefined && pickles.length === 0) return readKeras(archive, keras, signal);
  if (names.some((name) => name.endsWith(".npy"))) return readNpz(archive, signal);
  throw new FormatError("unsupported", `${file} ${contentOf(pickles)}`, { offset: 0 });
}

function contentOf(pickles: readonly string[]): string {
  if (pickles.length > 1) return "has more than one data.pkl; PyTorch's archives have one";
  const wanted = `data.pkl, without ${KERAS_WEIGHTS} and without .npy members`;
  return `is a ZIP archive without ${wanted}, so no checkpoint that is known`;
}

/** What Keras calls the weights in its archives. */
const KERAS_WEIGHTS = "model.weights.h5";
