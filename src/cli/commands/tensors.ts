import { partsOf } from "../../core/formats/packed/partsOf.ts";
import type { TensorInfo } from "../../core/formats/tensorTable.ts";
import { byteText } from "../../inference/byteText.ts";
import { onePath, parseCommand } from "../args.ts";
import type { Command } from "../command.ts";
import { openFolder, openTable, problemText } from "../openModel.ts";
import { printable } from "../printable.ts";
import { table } from "../table.ts";

/** `poslens tensors`: the tensor table, from headers alone. */
export const tensors: Command = {
  name: "tensors",
  usage: "tensors PATH [--json]",
  summary: "the tensors of a checkpoint: name, type, shape, bytes, file",
  async run(args, terminal) {
    const { values, positionals } = parseCommand(args, {
      json: { type: "boolean", default: false },
    });
    const { value: folder } = await openFolder(onePath(positionals, tensors.usage));
    const { value, problems } = await openTable(folder);
    if (values.json) {
      const listed = value.tensors.map(toJson);
      terminal.out(JSON.stringify({ tensors: listed, problems }, undefined, 2));
      return 0;
    }
    for (const problem of problems) terminal.log(problemText(problem));
    terminal.out(tableText(value.tensors));
    return 0;
  },
};

interface TensorJson {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly file: string;
  /** What a packed weight is stored as; its bytes are theirs. */
  readonly parts?: readonly (TensorJson & { readonly role: string })[];
}

function toJson(tensor: TensorInfo): TensorJson {
  const { name, dtypeName, shape, byteLength, file } = tensor;
  const parts = partsOf(tensor).map((part) => ({ role: part.role, ...toJson(part.tensor) }));
  const own = { name, dtype: dtypeName, shape, bytes: byteLength, file };
  return parts.length === 0 ? own : { ...own, parts };
}

function tableText(infos: readonly TensorInfo[]): string {
  const rows = infos.flatMap((info) => [
    rowOf(info, ""),
    ...partsOf(info).map(({ tensor }) => rowOf(tensor, "  ")),
  ]);
  const total = infos.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const lines = table([["name", "type", "shape", "bytes", "file"], ...rows], [3]);
  return `${lines}\n\n${infos.length} tensors, ${byteText(total)}`;
}

function rowOf({ name, dtypeName, shape, byteLength, file }: TensorInfo, indent: string): string[] {
  return [
    indent + printable(name),
    printable(dtypeName),
    `[${shape.join(", ")}]`,
    byteLength.toLocaleString("en"),
    printable(file),
  ];
}
