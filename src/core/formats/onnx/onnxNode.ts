import type { ByteRange, ProtobufReader } from "./protobuf.ts";

/** A graph inside a node, a branch or the body of a loop, under the name of its attribute. */
export interface InnerGraph extends ByteRange {
  readonly attribute: string;
}

/** What of a `NodeProto` is needed to find tensors in it. @throws FormatError those of `eachField`. */
export async function readGraphsOfNode(
  reader: ProtobufReader,
  range: ByteRange,
): Promise<{ readonly name: string; readonly graphs: readonly InnerGraph[] }> {
  let name = "";
  let output = "";
  const graphs: InnerGraph[] = [];
  const attributes: ByteRange[] = [];
  await reader.eachField(range, (field) => {
    if (field.kind !== "bytes") return undefined;
    if (field.number === ATTRIBUTE) attributes.push(field);
    if (field.number === NAME)
      return reader.text(field, TEXT_BYTES).then((text) => void (name = text));
    if (field.number !== OUTPUT || output !== "") return undefined;
    return reader.text(field, TEXT_BYTES).then((text) => void (output = text));
  });
  for (const attribute of attributes) graphs.push(...(await readGraphs(reader, attribute)));
  // Exporters need not name nodes; their outputs have names.
  return { name: name === "" ? output : name, graphs };
}

const OUTPUT = 2;
const NAME = 3;
const ATTRIBUTE = 5;
const TEXT_BYTES = 256;

/** The graphs of an `AttributeProto`. */
async function readGraphs(
  reader: ProtobufReader,
  range: ByteRange,
): Promise<readonly InnerGraph[]> {
  const found: ByteRange[] = [];
  let name: ByteRange | undefined;
  await reader.eachField(range, (field) => {
    if (field.kind !== "bytes") return undefined;
    if (field.number === 1) name = field;
    if (field.number === 6 || field.number === 11) found.push(field);
    return undefined;
  });
  if (found.length === 0) return [];
  const attribute = name === undefined ? "" : await reader.text(name, TEXT_BYTES);
  return found.map(({ offset, length }, i) => ({
    ...{ offset, length },
    attribute: found.length === 1 ? attribute : `${attribute}.${i}`,
  }));
}
