/** Token ids that are orders to the worker of the test; any other is answered at once. */
export const hangs = 1;
export const losesTheGpu = 2;
export const answers = 3;
