/**
 * The themes that pictures are taken in: their name in the settings, their label in the palette, and
 * the class that VS Code's window then has.
 */
export const themes = {
  dark: { name: "Dark Modern", label: "Dark Modern", windowClass: "vs-dark" },
  light: { name: "Light Modern", label: "Light Modern", windowClass: "vs" },
  hc: { name: "Default High Contrast", label: "Dark High Contrast", windowClass: "hc-black" },
  "hc-light": {
    name: "Default High Contrast Light",
    label: "Light High Contrast",
    windowClass: "hc-light",
  },
};

/** @throws Error when there is no such theme. */
export function themeNamed(word) {
  const theme = Object.hasOwn(themes, word) ? themes[word] : undefined;
  if (theme === undefined) {
    throw new Error(`theme '${word}' is none of ${Object.keys(themes).join(", ")}`);
  }
  return theme;
}
