/** What the probes of sequence memories read. Nothing of it changes the run; what is costly is made once a trial, when somebody looks. */
import type { Compute } from '../../../compute/compute';
import type { ProbeDescription } from '../../model';
import type { Random } from '../../random';
import type { Settings } from '../../settings';
import type { StreamShape, Trial } from '../../stream';
import type { View } from '../network/mixers/mixer';
import type { Learner } from './learner';
import {
  attentionPicture,
  countsPicture,
  keysPicture,
  Picture,
  readsPicture,
  statePicture,
  writesPicture
} from './looks';
import { memoryProbeList, type MemoryProbeSizes } from './probeList';
import { distanceBins, mapTicks, memoryProbes } from './probes';
import { type Sequences, sequencesOf } from './sequenceData';
import { Tally } from './tally';

export interface ReadingSizes {
  shape: StreamShape;
  /** Ticks in the maps. */
  ticks: number;
  generated: number;
  random: Random;
}

/** Where the run stands. */
export interface Moment {
  /** Trials ended. */
  ended: number;
  /** Ticks of the trial read. */
  read: number;
  batch: number;
  settings: Settings;
  sequences: Sequences | undefined;
  heldOut(): readonly Trial[];
}

const bytesOfFloat = 4;

/** Tokens of held-out trials read side by side: what bounds the memory of attention over long ones. */
const tokensAtOnce = 65536;

export class Readings {
  readonly list: readonly ProbeDescription[];
  private readonly compute: Compute;
  private readonly learners: readonly Learner[];
  private readonly sizes: ReadingSizes;
  /** What the networks made of some trials, as they are now. */
  private examined: { trials: readonly Trial[]; tallies: Map<Learner, Promise<Tally>> } | undefined;

  constructor(compute: Compute, learners: readonly Learner[], sizes: ReadingSizes) {
    this.compute = compute;
    this.learners = learners;
    this.sizes = sizes;
    this.list = memoryProbeList(probeSizes(learners, sizes));
  }

  /** The weights have moved: what was made of held-out trials is no longer true. */
  forget(): void {
    this.examined = undefined;
  }

  async read(name: string, from: number, to: number, moment: Moment): Promise<Float32Array> {
    const { kind, width } = this.list.find((probe) => probe.name === name)!;
    if (kind === 'tick') return this.ticks(name, from, to, width, moment);
    if (kind === 'image') return this.picture(name, moment);
    return this.trial(name, width, moment);
  }

  /** How a network does on trials never learned from; read once for whoever asks until the weights move. */
  examine(learner: Learner, trials: readonly Trial[], batch: number): Promise<Tally> {
    if (this.examined?.trials !== trials) this.examined = { trials, tallies: new Map() };
    const { tallies } = this.examined;
    const found = tallies.get(learner) ?? this.examineOnce(learner, trials, batch);
    tallies.set(learner, found);
    return found;
  }

  /** In groups of trials as long as each other. */
  private async examineOnce(learner: Learner, trials: readonly Trial[], batch: number): Promise<Tally> {
    const tally = new Tally();
    for (let first = 0; first < trials.length; ) {
      const { length } = trials[first].mask;
      const most = Math.max(1, Math.min(batch, Math.floor(tokensAtOnce / length)));
      let end = first;
      while (end < trials.length && end - first < most && trials[end].mask.length === length) end++;
      await learner.examine(sequencesOf(trials.slice(first, end), this.sizes.shape), tally);
      first = end;
    }
    return tally;
  }

  private ticks(name: string, from: number, to: number, width: number, moment: Moment): Float32Array {
    const rows = new Float32Array((to - from) * width).fill(Number.NaN);
    const { sequences } = moment;
    for (let t = from; t < to; t++)
      for (let i = 0; i < width; i++) {
        const at = (t - from) * width + i;
        if (name === memoryProbes.keptBytes)
          rows[at] = bytesOfFloat * this.learners[i].network.plan.stateFloats(t + 1);
        else if (sequences && sequences.mask[t] !== 0) {
          const { hit, loss } = this.learners[i].outcome;
          if (name === memoryProbes.hit) rows[at] = hit[t];
          else rows[at] = name === memoryProbes.surprise ? loss[t] / Math.LN2 : loss[t];
        }
      }
    return rows;
  }

  private async trial(name: string, width: number, moment: Moment): Promise<Float32Array> {
    const { learners } = this;
    const each = (of: (learner: Learner) => number): Float32Array => Float32Array.from(learners, of);
    switch (name) {
      case memoryProbes.networkGradient:
        return each(({ network }) => network.weights.gradientNorm);
      case memoryProbes.stateBytes:
        return each(({ network }) => bytesOfFloat * network.plan.stateFloats(this.sizes.shape.steps));
      case memoryProbes.examinedBytes: {
        const longest = Math.max(...moment.heldOut().map(({ mask }) => mask.length));
        return each(({ network }) =>
          longest > 0 ? bytesOfFloat * network.plan.stateFloats(longest) : Number.NaN
        );
      }
      case memoryProbes.generated:
        return this.generated(width, moment);
      case memoryProbes.examinedLoss:
      case memoryProbes.examinedAccuracy:
      case memoryProbes.examinedDistance:
      case memoryProbes.examinedLength:
        return told(name, await this.examination(moment), width);
      default:
        return told(name, moment.sequences ? this.tallies(moment.sequences) : undefined, width);
    }
  }

  private tallies(sequences: Sequences): readonly Tally[] {
    return this.learners.map(({ outcome }) => {
      const tally = new Tally();
      tally.add(sequences, outcome);
      return tally;
    });
  }

  /** Undefined but after every so many trials. */
  private async examination(moment: Moment): Promise<readonly Tally[] | undefined> {
    const { batch, ended, settings } = moment;
    if (ended % Number(settings.examineEvery) !== 0) return undefined;
    const trials = moment.heldOut();
    if (trials.length === 0) return undefined;
    const tallies: Tally[] = [];
    for (const learner of this.learners) tallies.push(await this.examine(learner, trials, batch));
    return tallies;
  }

  private async generated(count: number, { ended, sequences, settings }: Moment): Promise<Float32Array> {
    if (!sequences) return new Float32Array(count).fill(Number.NaN);
    const random = this.sizes.random.fork(`after ${ended}`);
    const prompt = sequences.x.slice(0, sequences.steps);
    const tokens = await this.learners[0].generate(prompt, count, Number(settings.temperature), random);
    return Float32Array.from(tokens);
  }

  private async picture(name: string, moment: Moment): Promise<Float32Array> {
    const { compute } = this;
    const { size } = this.list.find((probe) => probe.name === name)!;
    const [rows, columns] = size!;
    const picture = new Picture(rows, columns);
    const { read, sequences, settings } = moment;
    const learner = this.learners[this.watched(settings)];
    const [layer, head] = [Number(settings.lookLayer) - 1, Number(settings.lookHead) - 1];
    const looked = learner.use.view(layer);
    if (!looked || !sequences || head >= headsOf(looked.view)) return picture.data;
    const { ticks, view } = looked;
    if (view.kind === 'attention' && name === memoryProbes.attentionMap)
      await attentionPicture(compute, view, ticks, head, picture, rows);
    else if (view.kind === 'state' && name === memoryProbes.stateMap)
      await statePicture(compute, view, head, picture);
    else if (view.kind === 'dictionary') {
      if (name === memoryProbes.rowCounts) await countsPicture(compute, view, head, picture);
      if (name === memoryProbes.rowKeys) await keysPicture(compute, view, head, picture);
      const look = { layer, head, block: view.block };
      const soFar = firstOf(sequences, read);
      if (name === memoryProbes.rowReads && read > 0)
        await readsPicture(learner.network, look, soFar, picture, rows);
      if (name === memoryProbes.written && read > 0)
        await writesPicture(learner.network, look, soFar, picture, rows);
    }
    return picture.data;
  }

  private watched(settings: Settings): number {
    return Math.min(this.learners.length, Number(settings.lookNetwork)) - 1;
  }
}

const headsOf = ({ heads }: View): number => heads;

/** The first sequence as far as it has been read. */
function firstOf({ distance, mask, steps, target, x }: Sequences, ticks: number): Sequences {
  const part = (values: Float64Array): Float64Array =>
    values.slice(0, (values.length / mask.length) * Math.min(steps, ticks));
  return {
    batch: 1,
    steps: Math.min(steps, ticks),
    x: part(x),
    target: part(target),
    mask: part(mask),
    distance: part(distance)
  };
}

/** A row of what tallies say. */
function told(name: string, tallies: readonly Tally[] | undefined, width: number): Float32Array {
  const row = new Float32Array(width).fill(Number.NaN);
  tallies?.forEach((tally, n) => {
    if (name === memoryProbes.distanceAccuracy || name === memoryProbes.examinedDistance)
      row.set(tally.byDistance, n * distanceBins);
    else if (name === memoryProbes.examinedLength) row.set(tally.byLength, n * distanceBins);
    else
      row[n] =
        name === memoryProbes.networkLoss || name === memoryProbes.examinedLoss
          ? tally.meanLoss
          : tally.accuracy;
  });
  return row;
}

function probeSizes(
  learners: readonly Learner[],
  { generated, shape, ticks }: ReadingSizes
): MemoryProbeSizes {
  const views = learners.flatMap(({ planned, use }) =>
    Array.from({ length: planned.sizes.layers }, (_, l) => use.view(l)?.view)
  );
  const most = (of: (view: View) => number): number =>
    views.reduce((largest, view) => (view ? Math.max(largest, of(view)) : largest), 0);
  const ofState = (side: 'rows' | 'columns'): number =>
    most((view) => (view.kind === 'state' ? view[side] : 0));
  return {
    networks: learners.length,
    rows: most((view) => (view.kind === 'dictionary' ? view.rows : 0)),
    keyWidth: most((view) => (view.kind === 'dictionary' ? view.keyWidth : 0)),
    state: [ofState('rows'), ofState('columns')],
    attention: views.some((view) => view?.kind === 'attention'),
    ticks: Math.min(mapTicks, ticks),
    generated,
    tokens: shape.tokens !== undefined
  };
}
