import type { WordsRequests } from "../../protocol/words.ts";

/** What the thread of a vocabulary is asked; a revision means nothing there, its file never changes while it lives. */
export type WordsQuestions = {
  readonly [K in keyof WordsRequests]: {
    params: Omit<WordsRequests[K]["params"], "revision">;
    result: WordsRequests[K]["result"];
  };
};

/** What the thread asks: bytes of the file. It opens nothing itself, since files may lie where only VS Code reads. */
export interface SourceRequests {
  bytes: { params: { offset: number; length: number }; result: Uint8Array<ArrayBuffer> };
}

export interface WordsEvents {
  progress: { task: string; done: number; total: number };
}

/** What the thread is started with. */
export interface WordsStart {
  readonly file: string;
  readonly byteLength: number;
}
