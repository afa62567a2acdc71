import { writeFile } from "node:fs/promises";
import { TensorReader } from "../../core/workspace/tensorReader.ts";
import { writeSafetensors } from "../../core/formats/safetensorsWriter.ts";
import { traceModel, type TraceArray } from "../../inference/trace.ts";
import { nodeFiles } from "../../node/nodeFiles.ts";
import { onePath, parseChoice, parseCommand, parseRange } from "../args.ts";
import type { Command, Terminal } from "../command.ts";
import { openFolder, openModelTable, problemText, requireConfig } from "../openModel.ts";
import { promptIds } from "../promptIds.ts";
import { UsageError } from "../usageError.ts";

/** `poslens trace`: a run of the model's own weights, as a safetensors file. */
export const trace: Command = {
  name: "trace",
  usage:
    "trace PATH (--prompt TEXT | --tokens 1,2,3 | --inputs FILE) [--layers A:B] [--backend wasm|cpu] --out FILE.safetensors",
  summary: "a run of the model's own weights: hidden states, attention with position and without",
  async run(args, terminal) {
    const { values, positionals } = parseCommand(args, {
      prompt: { type: "string" },
      tokens: { type: "string" },
      inputs: { type: "string" },
      layers: { type: "string" },
      backend: { type: "string", default: "wasm" },
      out: { type: "string" },
    });
    const path = onePath(positionals, trace.usage);
    const backend = parseChoice(values.backend, "--backend", ["wasm", "cpu"]);
    const layers = values.layers === undefined ? undefined : parseRange(values.layers, "--layers");
    if (values.out === undefined) throw new UsageError("--out FILE.safetensors is needed");

    const opened = await openFolder(path);
    const { spec } = requireConfig(opened);
    const { value: table, problems } = await openModelTable(opened.value);
    for (const problem of [...opened.problems, ...problems]) terminal.log(problemText(problem));
    const ids = await promptIds(values, opened.value);
    // tfjs takes a while to load, and the other commands do without it.
    const { useBackend } = await import("../backend.ts");
    await useBackend(backend);
    const reader = new TensorReader(nodeFiles, opened.value.path, table);
    try {
      const model = { spec, tensors: table.tensors };
      const arrays = await traceModel(model, reader, { ids, layers }, hooksOf(terminal));
      await writeFile(values.out, writeSafetensors([idsOf(ids), ...arrays.map(toWrite)]));
      terminal.log(`${arrays.length + 1} arrays written to ${values.out}`);
    } finally {
      await reader.close();
    }
    return 0;
  },
};

type Written = Parameters<typeof writeSafetensors>[0][number];

function idsOf(ids: readonly number[]): Written {
  const { buffer } = BigInt64Array.from(ids, BigInt);
  return { name: "input_ids", dtype: "I64", shape: [ids.length], bytes: buffer };
}

function toWrite({ name, shape, values }: TraceArray): Written {
  return { name, dtype: "F32", shape, bytes: values.buffer };
}

function hooksOf(terminal: Terminal): NonNullable<Parameters<typeof traceModel>[3]> {
  return {
    signal: terminal.signal,
    onProgress: (done, total, what) => terminal.log(`${done}/${total} ${what}`),
  };
}
