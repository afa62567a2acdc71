/** Neighbours of a row that share an exponent in all Microscaling formats. */
export const MX_GROUP = 32;
