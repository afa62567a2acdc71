/** What the first picture needs on disk, counted apart from the code that plans a run. */
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";

/** Roles of a LLaMA-class layer that give its q and k. */
const layerZero = ["input_layernorm", "self_attn.q_proj", "self_attn.k_proj"];

/**
 * @param {string} model  folder with a single safetensors file
 * @param {string} prompt
 * @returns {Promise<number>} bytes: the q and k projections of layer 0 with their norm, one row per different token
 */
export async function neededBytes(model, prompt) {
  const header = readHeader(join(model, "model.safetensors"));
  const size = ({ data_offsets: [from, to] }) => to - from;
  const whole = layerZero.reduce(
    (sum, role) => sum + size(header[`model.layers.0.${role}.weight`]),
    0,
  );
  const read = (name) => JSON.parse(readFileSync(join(model, name), "utf8"));
  const tokenizer = new Tokenizer(read("tokenizer.json"), read("tokenizer_config.json"));
  const rows = new Set(tokenizer.encode(prompt).ids).size;
  const embedding = header["model.embed_tokens.weight"];
  return whole + (rows * size(embedding)) / embedding.shape[0];
}

function readHeader(file) {
  const handle = openSync(file, "r");
  try {
    const length = Buffer.alloc(8);
    readSync(handle, length, 0, 8, 0);
    const text = Buffer.alloc(Number(length.readBigUInt64LE()));
    readSync(handle, text, 0, text.length, 8);
    return JSON.parse(text.toString("utf8"));
  } finally {
    closeSync(handle);
  }
}
