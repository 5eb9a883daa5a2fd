/** Names of the arrays of an NPZ file, paths of the datasets of an HDF5 file; empty for "the one that must be meant". */
export interface ArrayChoice {
  inputs: string;
  answers: string;
}
