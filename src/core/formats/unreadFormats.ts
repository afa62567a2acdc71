/** Checkpoints that are known by sight. `begins`: first bytes, one character a byte. */
export interface UnreadFormat {
  readonly id: string;
  /** With its article, for a sentence. */
  readonly label: string;
  readonly extensions: readonly string[];
  readonly begins: readonly string[];
}

export const unreadFormats: readonly UnreadFormat[] = [
  {
    id: "torch",
    label: "a PyTorch checkpoint",
    extensions: [".bin", ".pt", ".pth", ".ckpt", ".pkl"],
    begins: ["PK\u0003\u0004", "\u0080\u0002", "\u0080\u0003", "\u0080\u0004"],
  },
  { id: "npy", label: "a NumPy array", extensions: [".npy", ".npz"], begins: ["\u0093NUMPY"] },
  { id: "onnx", label: "an ONNX model", extensions: [".onnx"], begins: [] },
  {
    id: "msgpack",
    label: "a Flax checkpoint",
    extensions: [".msgpack"],
    begins: [],
  },
];
