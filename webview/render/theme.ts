import { type ColourRamp, divergingRamp, type Ground, sequentialRamp } from "./colourRamps.ts";
import type { ValueScale } from "./valueScale.ts";

/** Colours of the editor's theme, for what is drawn rather than styled. */
export interface Theme {
  readonly ground: Ground;
  readonly foreground: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly background: string;
  readonly below: string;
  readonly above: string;
  readonly font: string;
  readonly sequential: ColourRamp;
  readonly diverging: ColourRamp;
}

const ramps = {
  light: { sequential: sequentialRamp("light"), diverging: divergingRamp("light") },
  dark: { sequential: sequentialRamp("dark"), diverging: divergingRamp("dark") },
};

/** Reads the theme that VS Code has put on the page just now. */
export function readTheme(): Theme {
  const { classList } = document.body;
  const isLight =
    classList.contains("vscode-light") || classList.contains("vscode-high-contrast-light");
  const isContrast =
    classList.contains("vscode-high-contrast") || classList.contains("vscode-high-contrast-light");
  const ground = isLight ? "light" : "dark";
  const style = getComputedStyle(document.body);
  const colour = (name: string, otherwise: string): string =>
    style.getPropertyValue(name).trim() || otherwise;
  const foreground = colour("--vscode-foreground", isLight ? "#333" : "#ccc");
  const diverging = ramps[ground].diverging;
  return {
    ground,
    foreground,
    muted: isContrast ? foreground : colour("--vscode-descriptionForeground", foreground),
    line: colour("--vscode-contrastBorder", colour("--vscode-widget-border", "#8886")),
    accent: colour("--vscode-focusBorder", foreground),
    background: colour("--vscode-editor-background", isLight ? "#fff" : "#1e1e1e"),
    below: rampColour(diverging, 16),
    above: rampColour(diverging, 239),
    font: style.fontFamily,
    ...ramps[ground],
  };
}

/** The two colours of data, the same in charts as in maps, for the style sheets. */
export function publishDataColours({ above, below }: Theme): void {
  const { style } = document.documentElement;
  style.setProperty("--data-above", above);
  style.setProperty("--data-below", below);
}

/** Calls back whenever the theme changes while the page is open. */
export function watchTheme(changed: () => void): void {
  const watcher = new MutationObserver(changed);
  const attributeFilter = ["class", "data-vscode-theme-id"];
  watcher.observe(document.body, { attributes: true, attributeFilter });
}

export function rampOf(theme: Theme, scale: ValueScale): ColourRamp {
  return scale.kind === "diverging" ? theme.diverging : theme.sequential;
}

/** One colour of a ramp as CSS writes it. */
export function rampColour(ramp: ColourRamp, index: number): string {
  const [red, green, blue] = ramp.subarray(index * 3, index * 3 + 3);
  return `rgb(${red ?? 0} ${green ?? 0} ${blue ?? 0})`;
}
