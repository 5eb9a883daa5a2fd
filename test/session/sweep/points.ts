/** Outcomes of points as a sweep would have left them. */
import type { PointOutcome, PointResult } from '../../../src/session/sweep/plan';

export function result(
  index: number,
  settings: PointResult['settings'],
  seed: number,
  metrics: Record<string, number>,
  goals?: PointResult['goals']
): PointResult {
  return {
    index,
    settings,
    seed,
    metrics,
    ...(goals && { goals }),
    curves: [],
    trials: 1,
    stateHash: '0123456789abcdef',
    backend: 'wasm'
  };
}

export const failure = (index: number, settings: PointResult['settings'], seed: number): PointOutcome => ({
  index,
  settings,
  seed,
  failed: 'It diverged, "badly".'
});
