/**
 * Samples as the path of an animal: x to the right and y down, as shares of the box. What lies outside is moved to its wall. The first
 * tick follows from none and has mask 0. What is dropped before the model shows as a jump, as a recording with a gap would.
 */
import type { Random } from '../../models/random';
import { SettingError } from '../../models/settings';
import type { StreamShape, Trial } from '../../models/stream';
import type { Cutter } from './cutter';
import { type Chain, createChain } from './operators/chain';
import type { RowSettings } from './streamOfRows';

export class PathCutter implements Cutter {
  readonly shape: StreamShape;
  readonly heldOut = [];
  private readonly chain: Chain;
  private readonly sample: Float64Array;
  /** x and y in turn, of ticks no trial has had yet. */
  private waiting: number[] = [];
  private begins = true;

  /** Throws SettingError where what comes out of the operators is no position. */
  constructor(settings: RowSettings, channels: number, random: Random) {
    this.chain = createChain(settings.operators, channels, random.fork('operators'));
    if (this.chain.channels !== 2 || this.chain.spikes) {
      throw new SettingError(
        `Setting 'samplesAre' is 'positions', but a sample has ${this.chain.channels} ${this.chain.spikes ? 'spikes' : 'values'}; expected 2, x and y as shares from 0 to 1, such as those of the pointer.`
      );
    }
    this.sample = new Float64Array(channels);
    this.shape = {
      inputs: 2,
      outputs: 0,
      steps: settings.trialSteps,
      dtMs: settings.stepMs,
      loss: 'regression',
      inputKind: 'positions',
      inputGroups: [
        { label: 'x', from: 0, to: 1 },
        { label: 'y (down)', from: 1, to: 2 }
      ],
      phases: [],
      outputLabels: []
    };
  }

  get ready(): boolean {
    return this.waiting.length >= 2 * this.shape.steps;
  }

  push(sample: ArrayLike<number>): void {
    this.sample.set(sample);
    this.chain.push(this.sample, ([x, y]) => this.waiting.push(share(x), share(y)));
  }

  take(index: number): Trial {
    const { steps } = this.shape;
    const mask = new Float64Array(steps).fill(1);
    if (this.begins) mask[0] = 0;
    this.begins = false;
    return {
      index,
      x: Float64Array.from(this.waiting.splice(0, 2 * steps)),
      target: new Float64Array(),
      mask
    };
  }
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}
