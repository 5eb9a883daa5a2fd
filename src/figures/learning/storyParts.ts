/** What the picture of a synapse's story is made from: which stages are shown, which instant, which trace met which signal. */
import type { StoryStage, SynapseStory } from '../../models/model';
import type { RecordingReader } from '../../session/recording';
import type { FigureContext } from '../figure';
import { shortNumber, superscript } from '../numbers';
import { activityProbes } from './networkParts';

/** What a signal can meet, what came last first: of a rule that runs backwards, the input itself. */
const carriers = (stages: readonly StoryStage[]): StoryStage[] => [
  ...stages.filter(({ kind }) => kind === 'trace' || kind === 'filter').reverse(),
  ...stages.filter(({ kind }) => kind === 'input')
];

/** "σ^1" as σ¹, "f^1→3" as f(1→3). */
export function saySymbol(symbol: string): string {
  return symbol.replace(/\^(\d+→\d+)/, '($1)').replace(/\^(\d+)/, (_, power) => superscript(Number(power)));
}

/** Indices of the `most` stages that say most, in causal order: credit, its sum, what made it, then the way there. */
export function stagesShown({ stages }: SynapseStory, most: number): number[] {
  const met = meeting(stages);
  const rank = (stage: StoryStage, i: number): number => {
    if (stage.kind === 'credit') return 0;
    if (stage === met?.signal) return 1;
    if (stage === met?.trace) return 2;
    if (stage.kind === 'sum') return 3;
    if (stage.kind === 'input') return 4;
    // Of several filters and signals, those nearest to the credit.
    return 5 + stages.length - i;
  };
  return stages
    .map((stage, i) => ({ i, rank: rank(stage, i) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, Math.max(1, most))
    .map(({ i }) => i)
    .sort((a, b) => a - b);
}

export interface Meeting {
  trace: StoryStage;
  signal: StoryStage;
  credit: StoryStage;
}

/**
 * The trace (or input) and the signal whose product, summed over their rows, is the credit at every tick to a thousandth of its
 * largest value; undefined where a rule makes its credit in another way.
 */
export function meeting(stages: readonly StoryStage[]): Meeting | undefined {
  const credit = stages.find(({ kind, rows }) => kind === 'credit' && rows === 1);
  if (!credit) return undefined;
  const ticks = credit.values.length;
  let largest = 0;
  for (const value of credit.values) largest = Math.max(largest, Math.abs(value));
  for (const trace of carriers(stages))
    for (const signal of stages.filter(({ kind }) => kind === 'signal').reverse()) {
      if (trace.rows !== signal.rows) continue;
      let meets = true;
      for (let t = 0; t < ticks && meets; t++)
        meets = Math.abs(productAt(trace, signal, t, ticks) - credit.values[t]) <= 1e-3 * largest;
      if (meets) return { trace, signal, credit };
    }
  return undefined;
}

function productAt(trace: StoryStage, signal: StoryStage, t: number, ticks: number): number {
  let sum = 0;
  for (let row = 0; row < trace.rows; row++)
    sum += trace.values[row * ticks + t] * signal.values[row * ticks + t];
  return sum;
}

/** The run's tick at which the story's trial began: the trial of the newest tick recorded. */
export function storyStart(reader: RecordingReader, { shape }: Pick<FigureContext, 'shape'>): number {
  const newest = activityProbes.flatMap((name) => [...(reader.series(name)?.latest(1).times ?? [])]);
  return newest.length > 0 ? Math.floor(Math.max(...newest) / shape.steps) * shape.steps : 0;
}

/** The tick of the trial to look at: the selected one, else the one with the largest credit. */
export function storyInstant(
  { stages, ticks }: SynapseStory,
  start: number,
  tick: number | undefined
): number {
  if (tick !== undefined && tick >= start && tick < start + ticks) return tick - start;
  const values = stages.find(({ kind }) => kind === 'credit')?.values ?? [];
  let at = 0;
  for (let t = 1; t < Math.min(ticks, values.length); t++)
    if (Math.abs(values[t]) > Math.abs(values[at])) at = t;
  return at;
}

/** "F 0.031 × σ −0.12 = −0.0037" at tick t of the trial. */
export function sayMeeting({ stages, ticks }: SynapseStory, t: number): string {
  const met = meeting(stages);
  const credit = stages.find(({ kind }) => kind === 'credit');
  const earned = credit ? shortNumber(credit.values[t] ?? Number.NaN) : '–';
  if (!met) return `credit ${earned}`;
  const { signal, trace } = met;
  const [left, right] = [saySymbol(trace.symbol), saySymbol(signal.symbol)];
  if (trace.rows > 1) return `sum over ${trace.rows} units of ${left} × ${right} = credit ${earned}`;
  const value = ({ values }: StoryStage): string => shortNumber(values[Math.min(t, ticks - 1)]);
  const word = trace.kind === 'input' ? 'input' : 'trace';
  return `${word} ${left} ${value(trace)} × signal ${right} ${value(signal)} = credit ${earned}`;
}
