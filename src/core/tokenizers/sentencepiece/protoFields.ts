import { FormatError } from "../../errors.ts";

/** A field of a protocol buffer: numbers by value, texts and messages by their bytes. */
export interface ProtoField {
  readonly number: number;
  readonly value: ProtoValue;
}

export type ProtoValue =
  | { readonly kind: "varint"; readonly number: number }
  | { readonly kind: "fixed32"; readonly bytes: Uint8Array }
  | { readonly kind: "fixed64"; readonly bytes: Uint8Array }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

/**
 * Fields of one message, in file order (protobuf.dev/programming-guides/encoding). A number beyond 2^53 is rounded.
 * @param base Where the message begins in its file, for messages to people.
 * @throws FormatError `truncated` for a field beyond the end, `bad-header` for what is no protocol buffer.
 */
export function* protoFields(bytes: Uint8Array, base = 0): Generator<ProtoField, void> {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) {
      const message = `A field at byte ${base + at} is said to have ${length} bytes, the message has ${bytes.length - at} more`;
      throw new FormatError("truncated", message, { offset: base + at });
    }
    at += length;
    return bytes.subarray(at - length, at);
  };
  const varint = (): number => {
    let number = 0;
    for (let place = 0; place < maxVarintBytes; place += 1) {
      const [byte = 0] = take(1);
      number += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) return number;
    }
    const message = `The number before byte ${base + at} does not end; ${maxVarintBytes} bytes are allowed`;
    throw new FormatError("bad-header", message, { offset: base + at });
  };
  while (at < bytes.length) {
    const start = at;
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number === 0 || number > maxFieldNumber)
      throw badField(base + start, `the number ${number}`);
    if (wire === 0) yield { number, value: { kind: "varint", number: varint() } };
    else if (wire === 1) yield { number, value: { kind: "fixed64", bytes: take(8) } };
    else if (wire === 2) yield { number, value: { kind: "bytes", bytes: take(varint()) } };
    else if (wire === 5) yield { number, value: { kind: "fixed32", bytes: take(4) } };
    else throw badField(base + start, `the wire type ${wire}`);
  }
}

/** 64 bits in groups of seven. */
const maxVarintBytes = 10;

const maxFieldNumber = 2 ** 29 - 1;

function badField(offset: number, found: string): FormatError {
  const message = `The field at byte ${offset} has ${found}, which no protocol buffer of today has`;
  return new FormatError("bad-header", message, { offset });
}
