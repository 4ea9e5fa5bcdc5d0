/** Between facts on one line. The host's font gives the dot itself no width: the first of the spaces behind it is that. */
export const dot = ' ·\u00a0 ';
