import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listed, poslens, written } from "./cli.mjs";
import { differences, fromJson, readReference } from "./values.mjs";

/**
 * Parts of the goldens of formats: each gives, for a folder, files with the tensors that are to be listed and their
 * values. `numbers` is absent where the reference gives none.
 */
const parts = [
  ["gguf", ggufTypes],
  ["gguf-container", ggufContainers],
  ["gguf-models", ggufTwins],
  ["h5", byFile],
  ["numpy", arrays],
  ["onnx", byFile],
  ["quantised", quantised],
  ["safetensors", safetensors],
  ["static", wordVectors],
  ["torch", torch],
];

/** Every part in turn: `{part, files, passed, tensors, faults}`. */
export async function* checkFormats(folder) {
  for (const [part, filesOf] of parts) {
    const result = { part, files: 0, passed: 0, tensors: 0, faults: [] };
    for (const file of filesOf(join(folder, part))) {
      const faults = await checkFile(file);
      result.files++;
      result.tensors += file.tensors.length;
      if (faults.length === 0) result.passed++;
      result.faults.push(...faults.map((fault) => `${file.path}: ${fault}`));
    }
    yield result;
  }
  yield await checkTokenizers(join(folder, "tokenizers"));
}

async function checkFile({ path, tensors, refused, only, tolerance = 0 }) {
  const found = await listed(path);
  if (found.refused !== undefined) {
    return refused === undefined ? [`refused: ${found.refused.trim()}`] : [];
  }
  if (refused === "must be" && found.problems.length === 0) return ["taken"];
  if (refused !== undefined) return [];
  const rows = new Map(found.tensors.map((row) => [row.name, row]));
  const surplus = [...rows.keys()].filter((name) => !tensors.some((t) => t.name === name));
  const faults = only === undefined && surplus.length > 0 ? [`lists ${surplus} as well`] : [];
  for (const tensor of tensors) {
    if (only !== "hub names") faults.push(...checkRow(rows.get(tensor.name), tensor));
    if (tensor.numbers !== undefined) faults.push(...(await checkValues(path, tensor, tolerance)));
  }
  return faults;
}

/** What `tensors` says of one, where the golden says it too. */
function checkRow(row, tensor) {
  if (row === undefined) return [`${tensor.name} is not listed`];
  return ["dtype", "shape", "bytes", "file"]
    .filter((key) => tensor[key] !== undefined)
    .filter((key) => JSON.stringify(row[key]) !== JSON.stringify(tensor[key]))
    .map((key) => `${tensor.name}: ${key} ${JSON.stringify(row[key])}, not ${tensor[key]}`);
}

async function checkValues(path, { name, numbers: expected }, tolerance) {
  const { numbers, refused } = await written(path, name);
  if (numbers === undefined) return [`${name}: ${refused}`];
  const wrong = differences(numbers, expected, tolerance);
  return wrong === 0 ? [] : [`${name}: ${wrong} of ${expected.length} values`];
}

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const endingIn = (folder, ending) => readdirSync(folder).filter((name) => name.endsWith(ending));
const referenceBeside = (path) => (existsSync(path) ? readReference(path) : new Map());

function* ggufTypes(folder) {
  for (const [type, { tensors, values }] of Object.entries(readJson(join(folder, "types.json")))) {
    const reference = values
      ? readReference(join(folder, `${type}.expected.safetensors`))
      : new Map();
    yield {
      path: join(folder, `${type}.gguf`),
      tensors: Object.entries(tensors).map(([name, { ne, nbytes }]) => ({
        name,
        dtype: type,
        shape: reference.get(name)?.shape ?? ne.toReversed(),
        bytes: nbytes,
        numbers: reference.get(name)?.numbers,
      })),
    };
  }
}

function* ggufContainers(folder) {
  for (const name of endingIn(folder, ".expected.json")) {
    const stem = name.replace(".expected.json", "");
    const reference = referenceBeside(join(folder, `${stem}.expected.safetensors`));
    const { tensors, shards } = readJson(join(folder, name));
    yield {
      path: join(folder, `${shards?.[0].file ?? `${stem}.gguf`}`),
      tensors: (tensors ?? shards.flatMap((shard) => shard.tensors)).map((tensor) => ({
        name: tensor.name,
        dtype: tensor.type,
        shape: tensor.ne.toReversed(),
        bytes: tensor.nbytes,
        numbers: reference.get(tensor.name)?.numbers,
      })),
    };
  }
}

/** The file's own names are listed; the hub's are taken by `tensor`, and have the hub's values. */
function* ggufTwins(folder) {
  for (const [name, { hub, outtype }] of Object.entries(readJson(join(folder, "models.json")))) {
    if (outtype !== "f32") continue;
    const twin = readReference(join(folder, "hub", hub, "model.safetensors"));
    yield {
      path: join(folder, `${name}.gguf`),
      only: "hub names",
      // A norm that 1 was added to for the file, and taken from again, has lost its last bits.
      tolerance: name === "gemma2" ? 6e-8 : 0,
      tensors: [...twin].map(([name, { numbers }]) => ({ name, numbers })),
    };
  }
}

function* byFile(folder) {
  for (const [file, { tensors, values = {} }] of Object.entries(
    readJson(join(folder, "expected.json")),
  )) {
    yield {
      path: join(folder, file),
      tensors: tensors.map(({ name, shape, values: own = values[name] }) => ({
        name,
        shape,
        numbers: own === undefined ? undefined : fromJson(own),
      })),
    };
  }
}

function* arrays(folder) {
  for (const [file, { arrays, ...single }] of Object.entries(
    readJson(join(folder, "expected.json")),
  )) {
    const entries = Object.entries(arrays ?? { array: single });
    const tensors = entries.filter(([, entry]) => entry.refused === undefined);
    yield {
      path: join(folder, file),
      only: arrays === undefined ? undefined : "those named",
      refused: tensors.length > 0 ? undefined : single.refused_is_optional ? "may be" : "must be",
      tensors: tensors.map(([name, { shape, values_in_c_order: values }]) => ({
        name,
        shape,
        numbers: fromJson(values),
      })),
    };
  }
}

function* quantised(folder) {
  for (const name of readdirSync(folder)) {
    const { exact } = readJson(join(folder, name, "meta.json"));
    const [relative] = /^\d+e-\d+(?= relative)/.exec(exact) ?? [];
    yield {
      path: join(folder, name),
      only: "those named",
      // Weights of these models are smaller than 1, so that relative is at most absolute.
      tolerance: Number(relative ?? 0),
      tensors: tensorsOf(readReference(join(folder, name, "expected.safetensors"))),
    };
  }
}

function tensorsOf(reference) {
  return [...reference].map(([name, { shape, numbers }]) => ({ name, shape, numbers }));
}

function* safetensors(folder) {
  for (const name of endingIn(folder, ".expected.json")) {
    const stem = name.replace(".expected.json", "");
    const { tensors: listed, tensor_count: count } = readJson(join(folder, name));
    const tensors = listed ?? (count === undefined ? [] : byRule(count));
    const isSharded = stem.endsWith("-shards");
    yield {
      path: join(folder, isSharded ? "model.safetensors.index.json" : `${stem}.safetensors`),
      tensors: (isSharded
        ? Object.entries(tensors).map(([name, tensor]) => ({ name, ...tensor }))
        : tensors
      ).map(({ data_offsets: range, values, ...tensor }) => ({
        ...tensor,
        bytes: range === undefined ? undefined : range[1] - range[0],
        numbers: values === undefined ? undefined : fromJson(values),
      })),
    };
  }
}

/** The names of the long header, by the rule that its golden gives in words: tensor i holds the byte i mod 251. */
function byRule(count) {
  const filler = "a_rather_long_name_" + "x".repeat(40);
  return Array.from({ length: count }, (_, i) => ({
    name: `model.layers.${Math.floor(i / 12)}.block_sparse_moe.experts.${i % 12}.${filler}.weight`,
    dtype: "U8",
    shape: [1],
    data_offsets: [i, i + 1],
    // Each is opened anew on the command line, so a few stand for all.
    values: i % 1400 === 0 ? [i % 251] : undefined,
  }));
}

function* wordVectors(folder) {
  for (const [file, { count, dim }] of Object.entries(readJson(join(folder, "expected.json")))) {
    const reference = readReference(join(folder, `${file}.expected.safetensors`));
    const numbers = (reference.get("vectors") ?? [...reference.values()][0]).numbers;
    yield {
      path: join(folder, file),
      only: "those named",
      tolerance: file.startsWith("fasttext") && file.endsWith(".bin") ? 1e-6 : 0,
      tensors: [{ name: "vectors", dtype: "F32", shape: [count, dim], numbers }],
    };
  }
}

function* torch(folder) {
  for (const name of endingIn(folder, ".expected.json")) {
    const stem = name.replace(".expected.json", "");
    const own = readJson(join(folder, name));
    const source = own.same_as ?? stem;
    const { tensors } = own.same_as ? readJson(join(folder, `${source}.expected.json`)) : own;
    const reference = referenceBeside(join(folder, `${source}.expected.safetensors`));
    const candidates = [".pt", ".bin", ".bin.index.json"].map(
      (ending) => stem.replace("-shards", "") + ending,
    );
    yield {
      path: join(
        folder,
        candidates.find((file) => existsSync(join(folder, file))),
      ),
      only: "those named",
      tensors: tensors.map(({ name, dtype, shape, values }) => ({
        name,
        dtype,
        shape,
        numbers: values === undefined ? reference.get(name)?.numbers : fromJson(values),
      })),
    };
  }
}

async function checkTokenizers(folder) {
  const result = { part: "tokenizers", files: 0, passed: 0, tensors: 0, faults: [] };
  for (const name of endingIn(folder, ".expected.json")) {
    const stem = join(folder, name.replace(".expected.json", ""));
    const { cases, gguf } = readJson(join(folder, name));
    const files = [[`${stem}.tokenizer.json`, cases]];
    if (existsSync(`${stem}.gguf`)) {
      // The texts have the tokens of both where llama.cpp agrees; where not, its ids are right for the GGUF.
      const own = gguf.cases.map((one, i) => ({
        text: cases[i].text,
        ids: one.llama_cpp_ids ?? one.ids,
      }));
      files.push([`${stem}.gguf`, own]);
    }
    for (const [path, wanted] of files) {
      const before = result.faults.length;
      for (const { text, ids, tokens, offsets } of wanted) {
        const { code, out, log } = await poslens("tokenize", path, "--prompt", text, "--json");
        const found = code === 0 ? JSON.parse(out) : { ids: log };
        const expected = { ids, tokens, offsets };
        for (const [key, value] of Object.entries(expected)) {
          if (value === undefined || JSON.stringify(found[key]) === JSON.stringify(value)) continue;
          result.faults.push(`${path}: ${JSON.stringify(text.slice(0, 40))}: ${key}`);
        }
      }
      result.files++;
      result.tensors += wanted.length;
      if (result.faults.length === before) result.passed++;
    }
  }
  return result;
}
