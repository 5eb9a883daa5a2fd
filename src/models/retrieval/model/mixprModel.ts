/** Retrieval by a walk, in a session: passages flow in one a tick, then each tick is one iteration of the walk from the question. */
import { type CosineJoiner, createCosineJoiner } from '../../../compute/cosineJoin';
import type { Model, ModelContext, ModelSnapshot, ProbeDescription, Score } from '../../model';
import type { PassageGroup } from '../../passages';
import { completeSettings, SettingError, type Settings, type SettingValue, withLive } from '../../settings';
import type { Trial } from '../../stream';
import { graphLinks, mixprProbeList, mixprProbes, shownPassages } from './probeList';
import { alphaFor, Reading } from './reading';
import { mixprSettings } from './settings';
import { noVerdicts, passagesOf, type Verdicts, verdictsOf } from './verdicts';

/** Columns of the map of masses; longer texts are shown in equal stretches. */
const mostColumns = 512;

export async function createMixprModel(context: ModelContext): Promise<MixprModel> {
  return new MixprModel(context, await createCosineJoiner());
}

export class MixprModel implements Model {
  readonly batch = 1;
  /** A selected unit means nothing here. */
  readonly units = 1;
  readonly layers = [];
  readonly probes: readonly ProbeDescription[];
  private settings: Settings;
  private readonly joiner: CosineJoiner;
  private readonly steps: number;
  private readonly iterations: number;
  private readonly columns: number;
  private trial: Trial | undefined;
  private reading: Reading | undefined;
  private now: number;
  /** What the ticks of this trial left behind: [steps, 3], [steps], [iterations, columns]. */
  private readonly masses: Float64Array;
  private readonly changes: Float64Array;
  private readonly map: Float64Array;
  /** [shown, 3 + shown] the graph at the end of the last text, and its passages in words. */
  private links: Float32Array = new Float32Array(shownPassages * (graphLinks + shownPassages));
  private found: readonly PassageGroup[] = [];
  private verdicts: Verdicts = noVerdicts();
  private latest: Score = { loss: Number.NaN, error: Number.NaN };

  constructor({ settings, shape }: ModelContext, joiner: CosineJoiner) {
    this.joiner = joiner;
    this.settings = completeSettings(mixprSettings, settings);
    const { phases, steps } = shape;
    const question = phases.at(-1);
    this.steps = steps;
    this.now = steps;
    this.iterations = Math.max(1, question ? question.to - question.from : 18);
    this.columns = Math.max(1, Math.min(mostColumns, steps - this.iterations));
    this.probes = mixprProbeList(this.iterations, this.columns);
    this.masses = new Float64Array(3 * steps);
    this.changes = new Float64Array(steps);
    this.map = new Float64Array(this.iterations * this.columns);
  }

  get tick(): number {
    return this.now;
  }

  begin([trial]: readonly Trial[]): void {
    this.trial = trial;
    this.reading = new Reading(trial, this.settings, this.joiner);
    this.now = 0;
    this.masses.fill(Number.NaN);
    this.changes.fill(Number.NaN);
  }

  async advance(ticks: number): Promise<number> {
    const { reading, trial } = this;
    if (!reading || !trial) throw new Error('There is no text; begin a trial first.');
    const from = this.now;
    const end = Math.min(this.steps, from + ticks);
    for (; this.now < end; this.now++) {
      // A text shorter than its stream says is read, and waits; every trial then has as many iterations.
      if (this.now < this.steps - this.iterations) {
        if (reading.read < reading.documents.length) reading.readOne();
      } else this.iterate(reading, trial);
    }
    if (this.now === this.steps) {
      this.links = this.linksOfBest();
      this.found = passagesOf(reading, trial.question, this.settings);
      this.verdicts = verdictsOf(reading, trial.question, this.settings);
      this.latest = { loss: 1 - this.verdicts.recall[0], error: 1 - this.verdicts.exact[0] };
    }
    return end - from;
  }

  set(name: string, value: SettingValue): void {
    this.settings = withLive(mixprSettings, this.settings, name, value);
  }

  async watch(): Promise<void> {
    // There are no units.
  }

  async probe(name: string, from: number, to: number): Promise<Float32Array> {
    const { recall, answered, exact, rank } = this.verdicts;
    switch (name) {
      case mixprProbes.walkMass:
        return Float32Array.from(this.masses.subarray(3 * from, 3 * to));
      case mixprProbes.walkChange:
        return Float32Array.from(this.changes.subarray(from, to));
      case mixprProbes.methodRecall:
        return Float32Array.from(recall);
      case mixprProbes.methodAnswered:
        return Float32Array.from(answered);
      case mixprProbes.methodExact:
        return Float32Array.from(exact);
      case mixprProbes.neededRank:
        return Float32Array.from(rank);
      case mixprProbes.massMap:
        return Float32Array.from(this.map);
      case mixprProbes.passageGraph:
        return this.reading?.walk ? this.linksOfBest() : this.links.slice();
      default:
        throw new SettingError(`There is no probe '${name}' here.`);
    }
  }

  passages(): readonly PassageGroup[] {
    const now = this.reading ? passagesOf(this.reading, this.trial?.question, this.settings) : [];
    return this.reading?.walk ? now : [...this.found, ...now];
  }

  score(): Score {
    return this.latest;
  }

  async evaluate(): Promise<Score> {
    return this.latest;
  }

  async snapshot(): Promise<ModelSnapshot> {
    const { reading, verdicts } = this;
    const walk = this.now < this.steps ? reading?.walk : undefined;
    return {
      numbers: {
        tick: this.now,
        iterations: walk?.iterations ?? 0,
        alpha: walk ? (reading?.alpha ?? 0) : 0,
        loss: this.latest.loss,
        error: this.latest.error
      },
      arrays: {
        mass: walk ? walk.mass.slice() : new Float64Array(0),
        masses: this.masses.slice(),
        changes: this.changes.slice(),
        map: this.map.slice(),
        links: Float64Array.from(this.links),
        recall: Float64Array.from(verdicts.recall),
        answered: Float64Array.from(verdicts.answered),
        exact: Float64Array.from(verdicts.exact),
        rank: Float64Array.from(verdicts.rank)
      }
    };
  }

  restore({ arrays, numbers }: ModelSnapshot): void {
    this.now = numbers.tick;
    this.latest = { loss: numbers.loss, error: numbers.error };
    this.masses.set(arrays.masses);
    this.changes.set(arrays.changes);
    this.map.set(arrays.map);
    this.links.set(arrays.links);
    this.found = [];
    const list = (name: string): number[] => Array.from(arrays[name]);
    this.verdicts = {
      recall: list('recall'),
      answered: list('answered'),
      exact: list('exact'),
      rank: list('rank')
    };
    const { reading } = this;
    if (!reading || this.now >= this.steps) return;
    // What was read is read again: it takes less room than the index.
    const read = Math.min(this.now, this.steps - this.iterations, reading.documents.length);
    while (reading.read < read) reading.readOne();
    if (arrays.mass.length > 0) reading.resume(arrays.mass, numbers.iterations, numbers.alpha);
  }

  dispose(): void {
    this.joiner.dispose();
  }

  private iterate(reading: Reading, trial: Trial): void {
    if (!reading.walk) {
      reading.ask();
      // What the last text was asked is seen until this one is.
      this.map.fill(0);
    }
    reading.step(alphaFor(reading.question, this.settings));
    const t = this.now;
    const masses = reading.massByDocument();
    const documents = masses.length - 1;
    let needed = 0;
    for (const document of trial.question?.gold ?? []) needed += masses[document];
    let all = 0;
    for (let document = 0; document < documents; document++) all += masses[document];
    this.masses.set([masses[documents], needed, all - needed], 3 * t);
    this.changes[t] = reading.walk?.change ?? Number.NaN;
    const from = (t - (this.steps - this.iterations)) * this.columns;
    const stretch = (this.steps - this.iterations) / this.columns;
    for (let document = 0; document < documents; document++)
      this.map[from + Math.min(this.columns - 1, Math.floor(document / stretch))] += masses[document];
  }

  /** [shown, 3 + shown] number, mass, need and links of the best pieces in the order of the text; 0 where there are fewer. */
  private linksOfBest(): Float32Array {
    const width = graphLinks + shownPassages;
    const links = new Float32Array(shownPassages * width);
    const { reading } = this;
    if (!reading?.walk) return links;
    const { graph, table } = reading.retriever;
    const gold = this.trial?.question?.gold ?? [];
    const best = reading.byWalk(shownPassages, String(this.settings.rankedBy));
    best.sort((a, b) => a.chunk - b.chunk);
    best.forEach(({ chunk, score }, i) => {
      const { document } = reading.pieces[chunk];
      links.set([document + 1, score, gold.includes(document) ? 1 : 0], i * width);
      const { cosines, rows } = graph.edgesOf(table.rowOf[chunk]);
      best.forEach((other, j) => {
        const at = rows.indexOf(table.rowOf[other.chunk]);
        if (at >= 0) links[i * width + graphLinks + j] = cosines[at];
      });
    });
    return links;
  }
}
