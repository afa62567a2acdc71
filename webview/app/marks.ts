/** The name under which `npm run bench` finds the first picture in the window's own timeline. */
const pictureMark = "poslens:picture";

/**
 * Marks the moment at which a picture has been painted.
 * `tensorBytes`: bytes of weights that came over from the host until then.
 */
export function markPicture(tensorBytes: number): void {
  performance.mark(pictureMark, { detail: { tensorBytes } });
}
