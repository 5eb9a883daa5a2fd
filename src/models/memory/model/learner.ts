/** One network that learns the stream: a chunk forwards and back when it begins, the step down the gradient when it ends. */
import type { Compute } from '../../../compute/compute';
import { exp } from '../../../compute/transcendentals';
import type { ModelSnapshot } from '../../model';
import type { Random } from '../../random';
import { arrayIn } from '../../training/snapshots';
import { Network, type Outcome, type Use } from '../network/network';
import type { Vocabulary } from '../network/plan';
import { reachOf } from '../network/remembered';
import type { Update } from '../network/weights';
import { chunkOf, type Sequences } from './sequenceData';
import type { PlannedNetwork } from './settings';
import type { Tally } from './tally';

export interface LearnerSizes {
  batch: number;
  steps: number;
  chunk: number;
  asked: Vocabulary;
}

/** Ticks read at once where nothing is learned. */
const readTicks = 128;

export class Learner {
  readonly network: Network;
  readonly planned: PlannedNetwork;
  readonly use: Use;
  /** [batch, steps] of the trial under way, as far as it has come. */
  readonly outcome: Outcome;
  private readonly sizes: LearnerSizes;

  constructor(compute: Compute, planned: PlannedNetwork, sizes: LearnerSizes, random: Random | undefined) {
    const { batch, chunk, steps } = sizes;
    this.planned = planned;
    this.sizes = sizes;
    this.network = new Network(compute, planned.sizes, sizes.asked, random);
    this.use = this.network.use(batch, reachOf(steps, chunk));
    this.use.prepare(chunk, true);
    this.outcome = { loss: new Float64Array(batch * steps), hit: new Float64Array(batch * steps) };
  }

  begin(): void {
    this.use.remembered.forget();
    this.outcome.loss.fill(0);
    this.outcome.hit.fill(0);
  }

  /** Reads ticks from .. to - 1; the gradient of their mean loss waits for `learn`. */
  async read(sequences: Sequences, from: number, to: number, asked: number): Promise<void> {
    const chunk = await this.use.run(
      chunkOf(sequences, from, to),
      ...(asked > 0 ? ([1 / asked] as const) : ([] as const))
    );
    place(this.outcome, chunk, sequences, from, to);
  }

  async learn(update: Update): Promise<void> {
    await this.network.weights.move(update);
  }

  /** How it does on other sequences, without learning from them. */
  async examine(sequences: Sequences, tally: Tally): Promise<void> {
    const { batch, steps } = sequences;
    const ticks = Math.min(readTicks, steps);
    const use = this.network.use(batch, reachOf(steps, ticks));
    try {
      const outcome = { loss: new Float64Array(batch * steps), hit: new Float64Array(batch * steps) };
      for (let from = 0; from < steps; from += ticks) {
        const to = Math.min(steps, from + ticks);
        place(outcome, await use.run(chunkOf(sequences, from, to)), sequences, from, to);
      }
      tally.add(sequences, outcome);
    } finally {
      use.dispose();
    }
  }

  /** What it goes on with after a sequence of tokens, drawn at a temperature (0: the likeliest). */
  async generate(
    prompt: Float64Array,
    count: number,
    temperature: number,
    random: Random
  ): Promise<Float64Array> {
    const use = this.network.use(1, prompt.length + count);
    const read = async (tokens: Float64Array): Promise<void> => {
      await use.run({
        x: tokens,
        target: new Float64Array(tokens.length),
        mask: new Float64Array(tokens.length)
      });
    };
    try {
      for (let from = 0; from < prompt.length; from += readTicks)
        await read(prompt.slice(from, Math.min(prompt.length, from + readTicks)));
      const generated = new Float64Array(count);
      for (let g = 0; g < count; g++) {
        const output = await use.output();
        const { vocabulary } = this.sizes.asked as { vocabulary: number };
        generated[g] = drawn(output.subarray(output.length - vocabulary), temperature, random);
        if (g + 1 < count) await read(generated.slice(g, g + 1));
      }
      return generated;
    } finally {
      use.dispose();
    }
  }

  /** `underWay`: within a trial; `open`: within a chunk. */
  async snapshot(snapshot: ModelSnapshot, name: string, underWay: boolean, open: boolean): Promise<void> {
    await this.network.weights.snapshot(snapshot, name, open);
    if (!underWay) return;
    await this.use.remembered.snapshot(snapshot, `${name}.remembered`);
    for (const [key, values] of this.kept) snapshot.arrays[`${name}.${key}`] = values.slice();
  }

  restore(snapshot: ModelSnapshot, name: string, underWay: boolean, open: boolean): void {
    this.network.weights.restore(snapshot, name, open);
    if (!underWay) return;
    this.use.remembered.restore(snapshot, `${name}.remembered`);
    for (const [key, values] of this.kept)
      values.set(arrayIn(snapshot.arrays, `${name}.${key}`, values.length));
  }

  dispose(): void {
    this.use.dispose();
    this.network.dispose();
  }

  private get kept(): [string, Float64Array][] {
    return [
      ['loss', this.outcome.loss],
      ['hit', this.outcome.hit]
    ];
  }
}

function place(to: Outcome, chunk: Outcome, { batch, steps }: Sequences, from: number, end: number): void {
  const ticks = end - from;
  for (let b = 0; b < batch; b++) {
    to.loss.set(chunk.loss.subarray(b * ticks, (b + 1) * ticks), b * steps + from);
    to.hit.set(chunk.hit.subarray(b * ticks, (b + 1) * ticks), b * steps + from);
  }
}

/** A token of softmax(logits / temperature). */
function drawn(logits: Float64Array, temperature: number, random: Random): number {
  const best = logits.reduce((first, value, i) => (value > logits[first] ? i : first), 0);
  if (temperature === 0) return best;
  const weights = logits.map((value) => exp((value - logits[best]) / temperature));
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [token, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return token;
  }
  return best;
}
