import { askAhead } from "./ahead.ts";

/** Imported first, so that the questions are on their way before any other module is evaluated. */
export const ahead = askAhead();
