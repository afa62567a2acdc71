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
    id: "tensorflow",
    label: "a part of a TensorFlow checkpoint",
    extensions: [
      ".ckpt.index",
      ".ckpt.meta",
      ".data-00000-of-00001",
      "variables.index",
      "saved_model.pb",
      "keras_metadata.pb",
    ],
    // The text file "checkpoint", which names the latest one.
    begins: ["model_checkpoint_path:"],
  },
  {
    id: "msgpack",
    label: "a Flax checkpoint",
    extensions: [".msgpack"],
    begins: [],
  },
];
