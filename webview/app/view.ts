import type { AppState } from "./state.ts";

/** A part of the page: its own elements, and how they follow the state. */
export interface View {
  readonly element: HTMLElement;
  update(state: AppState): void;
}

/** Remembers the last result, so that what did not change is neither computed nor drawn again. */
export function remembering<Inputs extends readonly unknown[], T>(
  make: (...inputs: Inputs) => T,
): (...inputs: Inputs) => T {
  let before: { readonly inputs: Inputs; readonly result: T } | undefined;
  return (...inputs) => {
    const known = before;
    if (known?.inputs.every((input, index) => Object.is(input, inputs[index])) === true) {
      return known.result;
    }
    const result = make(...inputs);
    before = { inputs, result };
    return result;
  };
}
