export type Outcome = 'passed' | 'failed' | 'skipped';

/** One thing that was measured, or the reason why it was not. */
export interface Check {
  /** `oracles`, or the backend. */
  group: string;
  name: string;
  outcome: Outcome;
  measured?: number;
  expected?: number;
  tolerance?: number;
  /** Where the expected number comes from, what ran, or why nothing did. */
  note: string;
}
