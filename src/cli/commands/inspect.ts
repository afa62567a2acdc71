import { specToJson, type SpecJson } from "../../core/models/toJson.ts";
import type { ModelFolder } from "../../core/workspace/modelFolder.ts";
import type { Parsed } from "../../core/problem.ts";
import { onePath, parseCommand } from "../args.ts";
import type { Command } from "../command.ts";
import { openFolder, problemText, requireConfig } from "../openModel.ts";
import { differenceText, specDifferences } from "../specDifferences.ts";
import { specText } from "../specText.ts";

/** `poslens inspect`: what a model is and where each fact comes from, or what differs between two. */
export const inspect: Command = {
  name: "inspect",
  usage: "inspect PATH [--against PATH] [--json]",
  summary: "what a model is and where each fact stands, or what differs between two",
  async run(args, terminal) {
    const { values, positionals } = parseCommand(args, {
      against: { type: "string" },
      json: { type: "boolean", default: false },
    });
    const one = await inspected(onePath(positionals, inspect.usage));
    const other = values.against === undefined ? undefined : await inspected(values.against);
    const problems = [...one.folder.problems, ...(other?.folder.problems ?? [])];
    if (!values.json) for (const problem of problems) terminal.log(problemText(problem));
    terminal.out(values.json ? jsonOf(one, other) : textOf(one, other));
    return 0;
  },
};

interface Inspected {
  readonly folder: Parsed<ModelFolder>;
  readonly json: SpecJson;
}

async function inspected(path: string): Promise<Inspected> {
  const folder = await openFolder(path);
  const { spec, provenance, tree } = requireConfig(folder);
  return { folder, json: specToJson(spec, provenance, tree) };
}

function jsonOf(one: Inspected, other: Inspected | undefined): string {
  const problems = [...one.folder.problems, ...(other?.folder.problems ?? [])];
  const result =
    other === undefined ? one.json : { differences: specDifferences(one.json, other.json) };
  return JSON.stringify({ ...result, problems }, undefined, 2);
}

function textOf(one: Inspected, other: Inspected | undefined): string {
  return other === undefined
    ? specText(one.folder.value, one.json)
    : differenceText(specDifferences(one.json, other.json));
}
