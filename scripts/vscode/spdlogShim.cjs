"use strict";
/**
 * Takes the place of the native module "@vscode/spdlog" in code-server, which is installed without
 * building anything. Without it VS Code writes no log and shows empty output channels, silently.
 * Covers what VS Code calls: levels from 0 (trace) to 5 (critical), 6 = off; no rotation.
 */
const { appendFile, mkdir } = require("node:fs/promises");
const { appendFileSync } = require("node:fs");
const { dirname } = require("node:path");

const words = ["trace", "debug", "info", "warning", "error", "critical"];
let commonLevel = 0;

class FileLogger {
  #file;
  #level = commonLevel;
  #format = (level, text) => {
    const time = new Date().toISOString().replace("T", " ").replace("Z", "");
    return `${time} [${words[level]}] ${text}\n`;
  };

  constructor(file) {
    this.#file = file;
    words.forEach((word, level) => {
      this[word === "warning" ? "warn" : word] = (text) => this.#write(level, text);
    });
  }
  #write(level, text) {
    if (level >= this.#level) appendFileSync(this.#file, this.#format(level, text));
  }
  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  // An output channel brings its own line ends.
  clearFormatters() {
    this.#format = (_level, text) => String(text);
  }
  setPattern() {}
  flush() {}
  drop() {}
}

async function openLogger(_name, file) {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, "");
  return new FileLogger(file);
}

exports.version = 1;
exports.Logger = FileLogger;
exports.setLevel = (level) => {
  commonLevel = level;
};
exports.setFlushOn = () => {};
exports.createRotatingLogger = openLogger;
exports.createAsyncRotatingLogger = openLogger;
