/** "model.layers.0.mlp.down_proj" of "model.layers.0.mlp.down_proj.qweight", where the name ends so. */
export function moduleOf(name: string, ending: string): string | undefined {
  return name.endsWith(ending) ? name.slice(0, -ending.length) : undefined;
}
