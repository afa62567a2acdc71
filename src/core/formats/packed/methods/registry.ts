import type { QuantizationConfig } from "../quantizationConfig.ts";
import { awqMethod } from "./awq.ts";
import { bitnetMethod } from "./bitnet.ts";
import { bitsandbytesMethod } from "./bitsandbytes.ts";
import { compressedTensorsMethod } from "./compressedTensors.ts";
import { fp8Method } from "./fp8.ts";
import { gptqMethod } from "./gptq.ts";
import { mlxMethod } from "./mlx.ts";
import { modeloptMethod } from "./modelopt.ts";
import { mxfp4Method } from "./mxfp4.ts";
import type { QuantizationMethod } from "./quantizationMethod.ts";

/** One for each member of the union; the compiler asks for the missing one. */
const methods: {
  readonly [Method in QuantizationConfig["method"]]: QuantizationMethod<
    Extract<QuantizationConfig, { method: Method }>
  >;
} = {
  awq: awqMethod,
  bitnet: bitnetMethod,
  bitsandbytes: bitsandbytesMethod,
  "compressed-tensors": compressedTensorsMethod,
  fp8: fp8Method,
  gptq: gptqMethod,
  mlx: mlxMethod,
  modelopt: modeloptMethod,
  mxfp4: mxfp4Method,
};

export function quantizationMethod({ method }: QuantizationConfig): QuantizationMethod {
  // Each method meets only its own configs: the key is the method.
  return methods[method];
}

/** The method that a config names. */
export function methodByName(name: string): QuantizationMethod | undefined {
  const all = Object.values(methods) as readonly QuantizationMethod[];
  return all.find(({ names }) => names.includes(name));
}

/** What `quant_method` can be, for messages. */
export const methodNames: readonly string[] = Object.values(methods).flatMap(({ names }) => names);
