/** What the page asks of the worker for large graphs, and what it answers. */

export interface Question {
  /** Names of nodes, separated by semicolons. */
  seeds: string;
  /** Restart probability. */
  alpha: number;
  method: 'power' | 'push';
  /** Every edge leads both ways. */
  undirected: boolean;
  /** Largest L1 error of `power`; residual per edge that `push` leaves alone. */
  tolerance: number;
  /** Entries of the list. */
  top: number;
}

export interface Ranked {
  question: Question;
  /** Highest score first. */
  entries: readonly { name: string; score: number; seed: boolean }[];
  /** L1 norm of what is left of the equation. For push what the scores miss in all: no score is above pi. */
  residual: number;
  /** Iterations of `power`; pushes of `push`. */
  iterations: number;
  milliseconds: number;
}

export interface Loaded {
  name: string;
  nodes: number;
  edges: number;
  /** Some names to begin with. */
  some: readonly string[];
}

export type RecallRequest = { file: File } | { question: Question } | { stop: true };

/** `stopped`: the file was given up and the graph that was there stays. */
export type RecallAnswer =
  | { bytes: number; of: number; lines: number }
  | { loaded: Loaded }
  | { stopped: true }
  | { iteration: number }
  | { ranked: Ranked }
  | { failed: string };
