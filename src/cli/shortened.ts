/** A list of a hundred windows says no more to people than its beginning; JSON output has it whole. */
export function shortened(value: string): string {
  return value.length <= maxLength ? value : `${value.slice(0, maxLength - 1)}…`;
}

const maxLength = 60;
