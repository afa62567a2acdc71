import type { Packing } from "../packing.ts";
import { affineDecoder } from "./affine.ts";
import { awqDecoder } from "./awq.ts";
import { bitnetDecoder } from "./bitnet.ts";
import { bitsandbytes4Decoder } from "./bitsandbytes4.ts";
import { bitsandbytes8Decoder } from "./bitsandbytes8.ts";
import { gptqDecoder } from "./gptq.ts";
import { mxfp4Decoder } from "./mxfp4.ts";
import { mxfp4ExpertsDecoder } from "./mxfp4Experts.ts";
import { mxfp8Decoder } from "./mxfp8.ts";
import { nvfp4Decoder } from "./nvfp4.ts";
import { packedIntsDecoder } from "./packedInts.ts";
import type { PackingDecoder } from "./packingDecoder.ts";
import { scaledDecoder } from "./scaled.ts";

/** One decoder for each packing; the compiler asks for the missing one. */
const decoders: {
  readonly [Method in Packing["method"]]: PackingDecoder<Extract<Packing, { method: Method }>>;
} = {
  scaled: scaledDecoder,
  mxfp4: mxfp4Decoder,
  "mxfp4-experts": mxfp4ExpertsDecoder,
  mxfp8: mxfp8Decoder,
  nvfp4: nvfp4Decoder,
  gptq: gptqDecoder,
  awq: awqDecoder,
  "bitsandbytes-4bit": bitsandbytes4Decoder,
  "bitsandbytes-8bit": bitsandbytes8Decoder,
  "packed-ints": packedIntsDecoder,
  affine: affineDecoder,
  bitnet: bitnetDecoder,
};

export function packingDecoder(packing: Packing): PackingDecoder {
  // Each decoder meets only packings of its own method: the key is the method.
  return decoders[packing.method];
}
