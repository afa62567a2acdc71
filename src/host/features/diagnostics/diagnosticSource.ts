/** Who speaks in the Problems view. */
export const diagnosticSource = "poslens";
