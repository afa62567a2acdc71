import type { TensorInfo } from "../../core/formats/tensorTable.ts";
import { elementTexts } from "../../core/tensors/elementTexts.ts";
import { readTensorComparison } from "../../core/tensors/tensorComparison.ts";
import { readTensorPicture } from "../../core/tensors/tensorPicture.ts";
import { tensorPlane } from "../../core/tensors/tensorPlane.ts";
import { readTensorStatistics } from "../../core/tensors/tensorStatistics.ts";
import type { HostEvents, HostRequests } from "../../protocol/contract.ts";
import type { Handlers } from "../../protocol/rpc.ts";
import { RefusedError } from "./errors.ts";
import type { ModelEntry } from "./modelEntry.ts";
import { type Fields, requireIndices, requireText } from "./requestChecks.ts";
import { taskWatch } from "./taskWatch.ts";
import { toTensorView } from "./tensorView.ts";

/** A request about a model in its current state. */
export interface AboutModel {
  readonly model: ModelEntry;
  readonly fields: Fields;
}

type TensorRequests = Pick<
  HostRequests,
  "tensorPicture" | "tensorElement" | "tensorStatistics" | "tensorComparison"
>;

/** More cells than this are on no screen along one side. */
const mostCells = 8_192;

/** What the host computes of tensors, by streaming: no more values cross than a picture has cells. */
export function createTensorHandlers(
  about: (params: unknown) => AboutModel,
  tell: (progress: HostEvents["progress"]) => void,
): Handlers<TensorRequests> {
  return {
    async tensorPicture(params, signal) {
      const { model, fields } = about(params);
      const view = toTensorView(fields["view"]);
      if (view === undefined) {
        throw new RefusedError("bad-request", "A picture is of a tensor, rows, columns and a pool");
      }
      const height = requireCells(fields, "height");
      const width = requireCells(fields, "width");
      const tensor = await requireTensor(model, view.name);
      const against = view.against === null ? undefined : await requireTensor(model, view.against);
      const ask = { tensor, against, slice: view, pool: view.pool, height, width };
      return readTensorPicture(await model.reader(), ask, taskWatch(fields, signal, tell));
    },
    async tensorElement(params, signal) {
      const { model, fields } = about(params);
      const tensor = await requireTensor(model, requireText(fields, "name"));
      const place = [fields["row"], fields["col"]];
      const [row = 0, col = 0] = requireIndices({ place }, "place");
      const plane = tensorPlane(tensor.shape, requireIndices(fields, "leading"));
      if (row >= plane.rows || col >= plane.cols) {
        throw new RefusedError(
          "bad-request",
          `Row ${row}, column ${col} is outside ${plane.rows} × ${plane.cols}`,
        );
      }
      const run = { first: plane.base + row * plane.cols + col, count: 1 };
      const read = await (await model.reader()).readElements(tensor, run, signal);
      return { text: elementTexts(read)[0] ?? "" };
    },
    async tensorStatistics(params, signal) {
      const { model, fields } = about(params);
      const tensor = await requireTensor(model, requireText(fields, "name"));
      return readTensorStatistics(await model.reader(), tensor, taskWatch(fields, signal, tell));
    },
    async tensorComparison(params, signal) {
      const { model, fields } = about(params);
      const one = await requireTensor(model, requireText(fields, "name"));
      const other = await requireTensor(model, requireText(fields, "against"));
      return readTensorComparison(
        await model.reader(),
        [one, other],
        taskWatch(fields, signal, tell),
      );
    },
  };
}

/** @throws RefusedError `bad-request` for a name that the checkpoint does not have. */
export async function requireTensor(model: ModelEntry, name: string): Promise<TensorInfo> {
  const { value } = await model.table();
  const found = value.tensors.find((tensor) => tensor.name === name);
  if (found === undefined) {
    throw new RefusedError("bad-request", `The checkpoint has no tensor ${name}`);
  }
  return found;
}

function requireCells(fields: Fields, key: "height" | "width"): number {
  const value = fields[key];
  if (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= mostCells) {
    return value as number;
  }
  throw new RefusedError(
    "bad-request",
    `"${key}" is a whole number from 1 to ${mostCells}; ${String(value)} found`,
  );
}
