const minus = "−";

/** A number for people: three significant digits, a true minus sign, no exponent for everyday sizes. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  const digits = size >= 1e-4 && size < 1e6 ? plain(size) : size.toExponential(2);
  return value < 0 ? minus + digits : digits;
}

/** Six significant digits: as much of a statistic as is worth comparing by eye. */
export function formatSignificant(value: number): string {
  if (!Number.isFinite(value) || value === 0) return formatValue(value);
  const size = Math.abs(value);
  const digits =
    size >= 1e-4 && size < 1e9 ? String(Number(size.toPrecision(6))) : size.toExponential(5);
  return value < 0 ? minus + digits : digits;
}

/** A fixed number of decimals, so that columns of numbers stand still while they change. */
export function formatFixed(value: number, decimals: number): string {
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? minus + digits : digits;
}

/** 1849528 → "1,849,528". */
export function formatCount(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** Bytes in binary units: "1.76 MiB". */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let size = bytes;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return unit === 0 ? `${formatCount(bytes)} B` : `${size.toPrecision(3)} ${units[unit] ?? ""}`;
}

/** A part of a whole: "12.3 %", "0.04 %", "<0.01 %". */
export function formatShare(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  if (percent === 0) return "0 %";
  if (percent < 0.01) return "<0.01 %";
  return `${percent >= 99.95 ? "100" : percent.toFixed(percent < 1 ? 2 : 1)} %`;
}

/** Milliseconds: "84 ms", "1.8 s". */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${String(Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

function plain(size: number): string {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(size)));
  const text = size.toFixed(Math.min(decimals, 7));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
