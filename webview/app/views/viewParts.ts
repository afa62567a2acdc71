import type { HostClient } from "../../platform/hostClient.ts";
import type { Theme } from "../../render/theme.ts";
import type { Computing } from "../computing.ts";
import type { Store } from "../store.ts";
import type { TensorWork } from "../tensors/tensorWork.ts";
import type { WordsWork } from "../words/wordsWork.ts";

/** What the views of a page are made of: its state, and the work that it can ask for. */
export interface ViewParts {
  readonly store: Store;
  readonly host: HostClient;
  readonly computing: Computing;
  readonly tensorWork: TensorWork;
  readonly wordsWork: WordsWork;
  readonly theme: () => Theme;
}
