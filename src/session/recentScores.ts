/** The scores of the last few trials, and their mean. */
import type { Score } from '../models/model';

/** Trials in the running mean of the scores. */
const recentTrials = 10;

export class RecentScores {
  private scores: readonly Score[] = [];

  add(score: Score): void {
    this.scores = [...this.scores, score].slice(-recentTrials);
  }

  /** Oldest first. */
  get all(): readonly Score[] {
    return this.scores;
  }

  set all(scores: readonly Score[]) {
    this.scores = scores;
  }

  /** As the status says them; nothing before the first. */
  get status(): { latest?: Score; recent?: Score } {
    const { scores } = this;
    if (scores.length === 0) return {};
    const mean = (of: keyof Score): number =>
      scores.reduce((sum, score) => sum + score[of], 0) / scores.length;
    return { latest: scores[scores.length - 1], recent: { loss: mean('loss'), error: mean('error') } };
  }
}
