/** The sixteen levels of IQ4_NL and IQ4_XS, closer together about zero, where weights are many (`kvalues_iq4nl`). */
export const unevenLevels = Int8Array.of(
  -127,
  -104,
  -83,
  -65,
  -49,
  -35,
  -22,
  -10,
  1,
  13,
  25,
  38,
  53,
  69,
  89,
  113,
);
