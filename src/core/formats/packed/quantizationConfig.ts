import type { ModulePattern } from "./patterns/modulePattern.ts";

/** How a folder's config says its weights are packed: one member a method, settings checked by kind. */
export type QuantizationConfig =
  | AwqConfig
  | BitnetConfig
  | BitsandbytesConfig
  | CompressedTensorsConfig
  | Fp8Config
  | GptqConfig
  | MlxConfig
  | ModeloptConfig
  | Mxfp4Config;

export interface AwqConfig {
  readonly method: "awq";
  /** -1: one group for all inputs. */
  readonly groupSize: number;
}

export interface BitnetConfig {
  readonly method: "bitnet";
  readonly scale: "divides" | "multiplies";
}

/** The rest of its settings stands with each weight. */
export interface BitsandbytesConfig {
  readonly method: "bitsandbytes";
}

export interface Fp8Config {
  readonly method: "fp8";
  /** Rows and columns; without: one scale a tensor, or a row. */
  readonly block: readonly [number, number] | undefined;
}

export interface GptqSettings {
  readonly bits: number;
  /** -1: one group for all inputs. */
  readonly groupSize: number;
}

export interface GptqConfig extends GptqSettings {
  readonly method: "gptq";
  readonly zeroOffset: 0 | 1;
  /** The first whose pattern takes a module counts; `undefined` settings: not quantised. */
  readonly dynamic: readonly {
    readonly takes: ModulePattern;
    readonly settings: GptqSettings | undefined;
  }[];
}

export interface MlxSettings {
  /** "affine", "mxfp4", "mxfp8" or "nvfp4"; another one is refused where a weight needs it. */
  readonly mode: string;
  readonly bits: number;
  readonly groupSize: number;
}

export interface MlxConfig {
  readonly method: "mlx";
  readonly settings: MlxSettings;
  /** By name of module. */
  readonly modules: ReadonlyMap<string, MlxSettings>;
}

export interface ModeloptConfig {
  readonly method: "modelopt";
}

/** gpt-oss: the experts only. */
export interface Mxfp4Config {
  readonly method: "mxfp4";
}

export interface CompressedTensorsConfig {
  readonly method: "compressed-tensors";
  readonly groups: readonly CompressedGroup[];
  readonly ignore: CompressedTargets;
}

/** Modules that are meant: by name, by name of their class, or by a pattern of names. */
export interface CompressedTargets {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly ModulePattern[];
}

export interface CompressedGroup {
  readonly targets: CompressedTargets;
  readonly format: string;
  readonly bits: number;
  readonly type: "int" | "float";
  readonly strategy: string;
  readonly groupSize: number | undefined;
  readonly block: readonly [number, number] | undefined;
  readonly symmetric: boolean;
}
