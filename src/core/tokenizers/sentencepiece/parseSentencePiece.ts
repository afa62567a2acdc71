import { FormatError } from "../../errors.ts";
import { maxVocabularySize } from "../limits.ts";
import { type ProtoField, protoFields } from "./protoFields.ts";

/** Values of a piece's type in a SentencePiece model. */
export const pieceTypes = {
  normal: 1,
  unknown: 2,
  control: 3,
  userDefined: 4,
  unused: 5,
  byte: 6,
} as const;

export interface SentencePiecePiece {
  readonly piece: string;
  /** Of unigram: log-probability; of BPE: the highest is joined first. */
  readonly score: number;
  /** `pieceTypes` */
  readonly type: number;
}

/** What a SentencePiece model says, by the field numbers of sentencepiece_model.proto. */
export interface SentencePieceModel {
  readonly kind: "unigram" | "bpe";
  /** By id. */
  readonly pieces: readonly SentencePiecePiece[];
  readonly hasByteFallback: boolean;
  readonly marksWordEnds: boolean;
  /** Empty where nothing is replaced. */
  readonly charsmap: Uint8Array;
  readonly addsSpace: boolean;
  readonly mergesSpaces: boolean;
  readonly marksSpaces: boolean;
  /** Ids of the beginning and the end; negative where there is none. */
  readonly bosId: number;
  readonly eosId: number;
}

/**
 * A SentencePiece model (tokenizer.model, spiece.model).
 * @throws FormatError `bad-header`, `truncated`; `unsupported` for models of words or characters; `limit-exceeded`.
 */
export function parseSentencePiece(bytes: Uint8Array): SentencePieceModel {
  refuseTokenList(bytes);
  const pieces: SentencePiecePiece[] = [];
  let trainer: Settings = new Map();
  let normalizer: Settings = new Map();
  for (const field of protoFields(bytes)) {
    if (field.number === 1) pieces.push(toPiece(field, bytes));
    if (field.number === 2) trainer = toSettings(field, bytes);
    if (field.number === 3) normalizer = toSettings(field, bytes);
    if (pieces.length > maxVocabularySize) {
      const message = `The SentencePiece model has more than ${maxVocabularySize} pieces`;
      throw new FormatError("limit-exceeded", message);
    }
  }
  if (pieces.length === 0) {
    throw new FormatError("bad-header", "The file has no pieces, so it is no SentencePiece model");
  }
  return {
    kind: toKind(numberOf(trainer, 3, 1)),
    pieces,
    hasByteFallback: numberOf(trainer, 35, 0) !== 0,
    marksWordEnds: numberOf(trainer, 24, 0) !== 0,
    charsmap: bytesOf(normalizer, 2),
    addsSpace: numberOf(normalizer, 3, 1) !== 0,
    mergesSpaces: numberOf(normalizer, 4, 1) !== 0,
    marksSpaces: numberOf(normalizer, 5, 1) !== 0,
    bosId: toSigned(numberOf(trainer, 41, 1)),
    eosId: toSigned(numberOf(trainer, 42, 2)),
  };
}

/** Llama 3's own folders have a file of the same name of another kind: a token in base64 and its rank on each line. */
function refuseTokenList(bytes: Uint8Array): void {
  const start = String.fromCharCode(...bytes.subarray(0, 256));
  if (!/^[A-Za-z0-9+/]+={0,2} \d+\n/.test(start)) return;
  const message =
    "The file is a list of tokens for tiktoken and no SentencePiece model; the folder needs a tokenizer.json";
  throw new FormatError("unsupported", message);
}

type Settings = ReadonlyMap<number, ProtoField["value"]>;

/** Of a field that comes twice the last counts. */
function toSettings(field: ProtoField, file: Uint8Array): Settings {
  const inner = messageOf(field, file);
  return new Map(
    Array.from(protoFields(inner, offsetIn(file, inner)), ({ number, value }) => [number, value]),
  );
}

function toPiece(field: ProtoField, file: Uint8Array): SentencePiecePiece {
  const inner = messageOf(field, file);
  let piece = "";
  let score = 0;
  let type: number = pieceTypes.normal;
  for (const { number, value } of protoFields(inner, offsetIn(file, inner))) {
    if (number === 1 && value.kind === "bytes") piece = decoder.decode(value.bytes);
    if (number === 2 && value.kind === "fixed32") score = toFloat(value.bytes);
    if (number === 3 && value.kind === "varint") type = value.number;
  }
  return { piece, score, type };
}

function messageOf({ number, value }: ProtoField, file: Uint8Array): Uint8Array {
  if (value.kind === "bytes") return value.bytes;
  const message = `Field ${number} is a number; a message was expected, so this is no SentencePiece model of ${file.length} bytes`;
  throw new FormatError("bad-header", message);
}

function offsetIn(file: Uint8Array, inner: Uint8Array): number {
  return inner.byteOffset - file.byteOffset;
}

function toKind(type: number): SentencePieceModel["kind"] {
  if (type === 1) return "unigram";
  if (type === 2) return "bpe";
  throw new FormatError(
    "unsupported",
    `This SentencePiece model is of the type ${type}; 1 (unigram) and 2 (BPE) can be read, models of whole words or single characters cannot`,
  );
}

function numberOf(settings: Settings, field: number, whenAbsent: number): number {
  const value = settings.get(field);
  return value?.kind === "varint" ? value.number : whenAbsent;
}

function bytesOf(settings: Settings, field: number): Uint8Array {
  const value = settings.get(field);
  return value?.kind === "bytes" ? value.bytes : new Uint8Array();
}

/** A negative number is written as 64 bits. */
function toSigned(value: number): number {
  return value >= 2 ** 63 ? value - 2 ** 64 : value;
}

function toFloat(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
