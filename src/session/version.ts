/** Engram's version, as package.json has it: what figures, runs and sweeps say they were made by. */
export const version = '0.1.0';
