/** Samples as values to predict or to follow. */
import type { Random } from '../../models/random';
import { SettingError } from '../../models/settings';
import type { StreamShape, Trial } from '../../models/stream';
import type { Cutter } from './cutter';
import { type Chain, createChain } from './operators/chain';
import type { RowSettings } from './streamOfRows';

export class TrialCutter implements Cutter {
  readonly shape: StreamShape;
  readonly heldOut = [];
  private readonly chain: Chain;
  private readonly horizon: number;
  private readonly answers: readonly number[];
  private readonly sample: Float64Array;
  /** [rows, inputs] and [rows, outputs], of which `rows` are filled. */
  private inputs: Float64Array;
  private signals: Float64Array;
  private rows = 0;

  /** Throws SettingError where the settings do not fit `channels`. */
  constructor(settings: RowSettings, channels: number, random: Random) {
    const follows = settings.answer === 'follow';
    let answers: readonly number[] = [];
    this.chain = createChain(settings.operators, channels, random.fork('operators'), (width) => {
      const all = Array.from({ length: width }, (_, c) => c);
      answers = follows ? channelList(settings.answerChannels, width) : all;
      return follows ? all.filter((c) => !answers.includes(c)) : all;
    });
    this.answers = answers;
    this.horizon = settings.horizon;
    this.sample = new Float64Array(channels);
    const steps = settings.trialSteps;
    const { channels: inputs, spikes } = this.chain;
    this.shape = {
      inputs,
      outputs: answers.length,
      steps,
      dtMs: settings.stepMs,
      loss: 'regression',
      inputKind: spikes ? 'spikes' : 'analogue',
      inputGroups: [{ label: 'channels', from: 0, to: inputs }],
      phases: [],
      outputLabels: answers.map((c) => `channel ${c + 1}`)
    };
    const room = steps + this.horizon + 1;
    this.inputs = new Float64Array(room * inputs);
    this.signals = new Float64Array(room * answers.length);
  }

  /** Whether the next trial is complete. */
  get ready(): boolean {
    return this.rows >= this.shape.steps + this.horizon;
  }

  push(sample: ArrayLike<number>): void {
    for (let c = 0; c < this.sample.length; c++) this.sample[c] = sample[c];
    this.chain.push(this.sample, (input, signal) => this.keep(input, signal));
  }

  /** The trial of the first rows that wait; only while `ready`. */
  take(index: number): Trial {
    const { inputs, outputs, steps } = this.shape;
    const x = this.inputs.slice(0, steps * inputs);
    const target = this.signals.slice(this.horizon * outputs, (this.horizon + steps) * outputs);
    this.inputs.copyWithin(0, steps * inputs, this.rows * inputs);
    this.signals.copyWithin(0, steps * outputs, this.rows * outputs);
    this.rows -= steps;
    return { index, x, target, mask: new Float64Array(steps).fill(1) };
  }

  private keep(input: Float64Array, signal: Float64Array): void {
    const { inputs, outputs } = this.shape;
    // One sample may become many rows.
    if ((this.rows + 1) * inputs > this.inputs.length) {
      this.inputs = widened(this.inputs);
      this.signals = widened(this.signals);
    }
    this.inputs.set(input, this.rows * inputs);
    for (let k = 0; k < outputs; k++) this.signals[this.rows * outputs + k] = signal[this.answers[k]];
    this.rows++;
  }
}

function widened(values: Float64Array): Float64Array {
  const wide = new Float64Array(2 * values.length);
  wide.set(values);
  return wide;
}

/** Positions from 0 of "1, 3-4", at least one of them and not all. Throws SettingError. */
function channelList(text: string, channels: number): number[] {
  const wrong = (): SettingError =>
    new SettingError(
      `Setting 'answerChannels' is '${text}'; expected numbers from 1 to ${channels}, such as "${channels}" or "1, 3-4", that leave a channel for the inputs.`
    );
  const chosen = new Set<number>();
  for (const piece of text.split(',')) {
    const [, low, high = low] = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(piece) ?? [];
    if (low === undefined || Number(low) < 1 || Number(high) > channels || Number(low) > Number(high))
      throw wrong();
    for (let c = Number(low); c <= Number(high); c++) chosen.add(c - 1);
  }
  if (chosen.size >= channels) throw wrong();
  return [...chosen].sort((a, b) => a - b);
}
