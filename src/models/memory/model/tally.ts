/** How a network did on sequences: sums over what was asked, whole, by how far back the answer stood and by how long they were. */
import type { Score } from '../../model';
import type { Outcome } from '../network/network';
import { binOf, distanceBins } from './probes';
import type { Sequences } from './sequenceData';

export class Tally {
  private loss = 0;
  private asked = 0;
  private right = 0;
  /** Squared target summed, of vectors. */
  private power = 0;
  private readonly askedAt = new Float64Array(distanceBins);
  private readonly rightAt = new Float64Array(distanceBins);
  private readonly askedOf = new Float64Array(distanceBins);
  private readonly rightOf = new Float64Array(distanceBins);

  /** `outcome`: [batch, steps], as the sequences are. */
  add({ distance, mask, steps, target }: Sequences, { hit, loss }: Outcome): void {
    const width = target.length / mask.length;
    const length = binOf(steps);
    mask.forEach((weight, row) => {
      if (weight === 0) return;
      this.loss += loss[row];
      this.asked += weight;
      this.right += weight * hit[row];
      this.askedOf[length] += weight;
      this.rightOf[length] += weight * hit[row];
      for (let i = row * width; i < (row + 1) * width; i++) this.power += weight * target[i] * target[i];
      if (distance[row] === 0) return;
      this.askedAt[binOf(distance[row])] += weight;
      this.rightAt[binOf(distance[row])] += weight * hit[row];
    });
  }

  /** NaN where nothing was asked. */
  get meanLoss(): number {
    return this.loss / this.asked;
  }

  get accuracy(): number {
    return this.right / this.asked;
  }

  /** [bins], NaN where nothing was asked. */
  get byDistance(): Float64Array {
    return this.rightAt.map((right, bin) => right / this.askedAt[bin]);
  }

  /** [bins] of the sequences' lengths. */
  get byLength(): Float64Array {
    return this.rightOf.map((right, bin) => right / this.askedOf[bin]);
  }

  /** Of tokens the share wrong, of vectors squared error over squared target. */
  score(tokens: boolean): Score {
    return { loss: this.meanLoss, error: tokens ? 1 - this.accuracy : (2 * this.loss) / this.power };
  }
}
