/** The name under which `npm run bench` finds the first picture in the window's own timeline. */
const pictureMark = "poslens:picture";

/**
 * Marks the moment at which a picture has been painted: two frames later, since the first only draws it.
 * `tensorBytes`: bytes of weights that came over from the host until then.
 */
export function markPicture(tensorBytes: number): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      performance.mark(pictureMark, { detail: { tensorBytes } });
    });
  });
}
