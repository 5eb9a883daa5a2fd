/**
 * What can be seen of an animal in a world, by name. n states; L learners, the first of which acts. Series are recorded; images
 * are read when somebody looks. A matrix of n x n has one row per start: M_ij = discounted visits to j from i.
 */
export const mapProbes = {
  // Every tick.
  /** [1] the state the animal is in. */
  state: 'state',
  /** [2] where it is, in the units of the world's positions. */
  position: 'position',
  /** [1] reward received on entering it. */
  reward: 'reward',
  // Every trial.
  /** [L] ||M - M*||_F / ||M*||_F of each learner; NaN for those without M. */
  mapError: 'mapError',
  /** [L] steps of the greedy walk from the start to the goal on each learner's values; the limit where it never arrives. */
  greedySteps: 'greedySteps',
  /** [L] V(a) - V(b) of the world's choice. */
  preference: 'preference',
  /** [L] preference before the world last changed, minus preference now: the revaluation score. */
  revaluation: 'revaluation',
  /** [L] episodes that ended in a reward, since the world last changed, before the greedy walk first arrived; NaN until it does. */
  relearning: 'relearning',
  /** [1] largest difference of the PPR of the cues, solved, from (1 - gamma) s^T M, inverted. */
  identity: 'identity',
  /** [2] of mazes: how much longer place fields are along the nearest wall than across, for states at a wall and for those in the middle. */
  wallFields: 'wallFields',
  /** [1] mean steps of the episodes that ended in the trial; its length where none did. */
  episodeSteps: 'episodeSteps',
  /** [2] centre of mass of place fields relative to their peaks, in states along the track: measured, theory. */
  fieldShift: 'fieldShift',
  /** [2] mean M between different states of one community, and of different ones (communities: see `communitiesOf`). */
  communities: 'communities',
  /**
   * [4] of the first state of the world's choice, the passage sought: its rank among the passages by the walk from the cues, and by
   * cosine, how many passages there are, and its score by the walk.
   */
  bridgeRank: 'bridgeRank',
  // Images.
  /** [n, n] M of the acting learner. */
  successor: 'successor',
  /** [n, n] M* = (I - gamma P)^-1 of the walk. */
  exactSuccessor: 'exactSuccessor',
  /** [n, n] P. */
  transitions: 'transitions',
  /** [L, n] values of each learner. */
  values: 'values',
  /** [1, n] M* r. */
  exactValues: 'exactValues',
  /** [1, n] visits so far. */
  visits: 'visits',
  /** [5, n] place fields (columns of M*) of the selected state for the gammas of `gammaBank`. */
  gammaBank: 'gammaBank',
  /** [12, n] leading right eigenvectors of P, each scaled to its largest absolute value. */
  eigenmaps: 'eigenmaps',
  /** [12, 3] eigenvalue of P, of M, and gridness (NaN where the world is no grid) of each. */
  eigenvalues: 'eigenvalues',
  /** [3, n] from the cues: personalised PageRank, (1 - gamma) s^T M of the acting learner, cosine to the cues (0 .. 1). */
  recall: 'recall',
  /** [8, 3] residual of each identity and algorithm of `residualNames`, its bound, and the operations on edges (or entries) it took. */
  residuals: 'residuals'
} as const;

/** Discounts of the bank, fine to coarse: horizons of 2, 5, 10, 20 and 100 steps. */
export const gammaBank = [0.5, 0.8, 0.9, 0.95, 0.99] as const;
export const eigenmapCount = 12;

/** Rows of the probe `residuals`, in order. All are largest absolute differences on the walk from the cues. */
export const residualNames = [
  'PPR, solved = (1 − γ) sᵀM, inverted',
  'Power iteration',
  'Forward push (+ its bound)',
  'Reverse push (column)',
  'Monte Carlo, end points',
  'Monte Carlo, visits',
  'M = I + γPM',
  'π = αs + γPᵀπ'
] as const;

/** The same rows where there is little room. */
export const residualShortNames = [
  'PPR = (1 − γ)SR',
  'Power',
  'Push',
  'Reverse push',
  'Walks, ends',
  'Walks, visits',
  'M = I + γPM',
  'π = αs + γPᵀπ'
] as const;

/** Learners by name, in the order in which settings offer them. */
export const learnerNames = ['sr', 'srDyna', 'srMb', 'hybrid', 'mb', 'mf'] as const;
export type LearnerName = (typeof learnerNames)[number];
export const learnerLabels: Readonly<Record<LearnerName, string>> = {
  sr: 'SR-TD',
  srDyna: 'SR-Dyna',
  srMb: 'SR-MB',
  hybrid: 'SR + MB',
  mb: 'MB',
  mf: 'MF'
};
