/** "1.50 GiB", "12.0 MiB", "512 B": for sentences about limits. */
export function byteText(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value.toString() : value.toPrecision(3)} ${units[unit] ?? "TiB"}`;
}
