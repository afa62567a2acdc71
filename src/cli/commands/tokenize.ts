import { onePath, parseCommand } from "../args.ts";
import type { Command } from "../command.ts";
import { openFolder } from "../openModel.ts";
import { printable } from "../printable.ts";
import { readTokenizer } from "../readTokenizer.ts";
import { table } from "../table.ts";
import { UsageError } from "../usageError.ts";

/** `poslens tokenize`: a text as the model's tokenizer cuts it; offsets in Unicode code points. */
export const tokenize: Command = {
  name: "tokenize",
  usage: "tokenize PATH --prompt TEXT [--json]",
  summary: "ids, pieces and offsets of a text",
  async run(args, terminal) {
    const { values, positionals } = parseCommand(args, {
      prompt: { type: "string" },
      json: { type: "boolean", default: false },
    });
    const path = onePath(positionals, tokenize.usage);
    if (values.prompt === undefined) throw new UsageError("--prompt TEXT is needed");
    const { value: folder } = await openFolder(path);
    const { ids, tokens, offsets } = (await readTokenizer(folder)).encode(values.prompt);
    if (values.json) {
      terminal.out(JSON.stringify({ ids, tokens, offsets }));
      return 0;
    }
    const rows = ids.map((id, i) => {
      const [start, end] = offsets[i] ?? [0, 0];
      return [id.toString(), printable(tokens[i] ?? ""), `${start}–${end}`];
    });
    terminal.out(table([["id", "piece", "offsets"], ...rows], [0]));
    return 0;
  },
};
