import { FormatError } from "../../../errors.ts";
import type { PackedAsk } from "./packingDecoder.ts";
import { columnsOf } from "./rowPieces.ts";

/**
 * The group of each input: as the part says, or in turn.
 * @throws FormatError `bad-value` for a group that is not there.
 */
export async function readOrder(
  { name, shape, parts }: PackedAsk,
  groupSize: number,
): Promise<Uint32Array> {
  const inputs = columnsOf(shape);
  if (!parts.has("order")) {
    return Uint32Array.from({ length: inputs }, (_, input) => Math.floor(input / groupSize));
  }
  const order = await parts.all("order");
  const groups = Math.ceil(inputs / groupSize);
  const wrong = order.find((group) => group < 0 || group >= groups);
  if (wrong === undefined) return Uint32Array.from(order);
  throw new FormatError(
    "bad-value",
    `${name}: the order of its inputs names group ${wrong}, its scales have groups 0 to ${groups - 1}`,
  );
}
