import type { RpcPort } from "../../../src/protocol/rpc.ts";

/** Two ports that hand over copies, as a webview's channel does, in order and not at once. */
export function linkedPorts(): readonly [LinkedPort, LinkedPort] {
  const left = new LinkedPort();
  const right = new LinkedPort();
  left.other = right;
  right.other = left;
  return [left, right];
}

export class LinkedPort implements RpcPort {
  other: LinkedPort | undefined;
  readonly sent: unknown[] = [];
  readonly #listeners = new Set<(message: unknown) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  post(message: unknown, transfer: readonly ArrayBuffer[] = []): void {
    const copy: unknown = structuredClone(message, { transfer: [...transfer] });
    this.sent.push(copy);
    setImmediate(() => this.other?.hear(copy));
  }

  listen(listener: (message: unknown) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  hear(message: unknown): void {
    for (const listener of this.#listeners) listener(message);
  }
}

/** Long enough for every message on its way to arrive. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
