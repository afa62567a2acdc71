/** What a map does with what happens on its canvas. */
export interface MapPointer {
  moved(event: PointerEvent): void;
  left(): void;
  grabbed(event: PointerEvent): void;
  released(): void;
  /** `factor` above 1 magnifies. */
  zoomed(event: MouseEvent, factor: number): void;
  wheeled(event: WheelEvent): void;
  key(event: KeyboardEvent): void;
}

/** A canvas that the keyboard can reach, under an accessible name, with one listener for all that it hears. */
export function createMapCanvas(name: string, pointer: MapPointer): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.className = "heatmap";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", name);
  canvas.addEventListener("pointermove", (event) => pointer.moved(event));
  canvas.addEventListener("pointerleave", () => pointer.left());
  canvas.addEventListener("pointerdown", (event) => pointer.grabbed(event));
  canvas.addEventListener("pointerup", () => pointer.released());
  canvas.addEventListener("pointercancel", () => pointer.released());
  canvas.addEventListener("dblclick", (event) => pointer.zoomed(event, event.shiftKey ? 0.5 : 2));
  canvas.addEventListener("wheel", (event) => pointer.wheeled(event), { passive: false });
  canvas.addEventListener("keydown", (event) => pointer.key(event));
  return canvas;
}

/** Gives a canvas its height and as many pixels as the screen has; the unit of the context is one CSS pixel. */
export function fittedContext(
  canvas: HTMLCanvasElement,
  size: { readonly width: number; readonly height: number },
): CanvasRenderingContext2D | null {
  const density = window.devicePixelRatio;
  canvas.style.height = `${size.height}px`;
  canvas.width = Math.round(size.width * density);
  canvas.height = Math.round(size.height * density);
  const context = canvas.getContext("2d");
  context?.setTransform(density, 0, 0, density, 0, 0);
  return context;
}
