/**
 * Which removal "without position" means (DESIGN section 2).
 * local: same inputs to this layer, position removed inside this attention only.
 * global: position removed from the whole forward pass.
 */
export type Removal = "local" | "global";
