/** A block of floats owned by one backend. Fresh blocks are zero. */
export interface Block {
  readonly label: string;
  readonly length: number;
}
