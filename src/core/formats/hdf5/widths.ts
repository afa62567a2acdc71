/** Widths of addresses and lengths in bytes, as the superblock gives them. */
export interface Widths {
  readonly address: number;
  readonly length: number;
}
