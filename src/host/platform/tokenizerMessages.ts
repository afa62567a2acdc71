import type { FormatErrorCode } from "../../core/errors.ts";
import type { Encoding } from "../../core/tokenizers/tokenizer.ts";

/** What the thread is asked. Ids are chosen by the asker and come back with the answer. */
export type TokenizerQuestion =
  | { readonly id: number; readonly kind: "encode"; readonly text: string }
  | { readonly id: number; readonly kind: "pieces"; readonly ids: readonly number[] };

export type TokenizerReply =
  | { readonly id: number; readonly ok: true; readonly value: Encoding | readonly string[] }
  | {
      readonly id: number;
      readonly ok: false;
      /** `undefined` for a bug of ours. */
      readonly code: FormatErrorCode | undefined;
      readonly message: string;
    };
