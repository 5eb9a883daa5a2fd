/** An endless stream of drawn sequences and those held out of it, with live settings that act from the next trial drawn on. */
import type { Random } from '../../../models/random';
import {
  checkSetting,
  findSetting,
  type NumberSetting,
  type SettingDescription,
  SettingError,
  type Settings,
  type SettingValue
} from '../../../models/settings';
import type { StreamShape, Trial } from '../../../models/stream';
import type { Source, SourceContext } from '../../source';
import { trialsOnDemand } from '../onDemand';
import { count, steps } from '../streamSettings';
import { heldOutLengths, heldOutLengthsSetting, longest } from './heldOutLengths';

/** Bytes that held-out trials may take. */
const heldOutLimit = 536870912;

/** A trial that tells how far back it asks. */
export type AskingTrial = Trial & Required<Pick<Trial, 'distance'>>;

export const lengthSetting = (ticks: number): NumberSetting =>
  steps({
    name: 'length',
    label: 'Length',
    symbol: 'T',
    unit: 'tokens',
    default: ticks,
    min: 4,
    max: longest,
    scale: 'log',
    help: 'Tokens in a trial; a memory begins each trial empty.'
  });

export const vocabularySetting = (help: string): NumberSetting =>
  count({
    name: 'vocabulary',
    label: 'Vocabulary',
    symbol: 'V',
    unit: 'tokens',
    default: 512,
    min: 4,
    max: longest,
    scale: 'log',
    help
  });

export const drawnSequenceSettings: readonly SettingDescription[] = [
  count({
    name: 'heldOut',
    label: 'Held out',
    default: 32,
    min: 0,
    max: 100000,
    unit: 'trials',
    help: 'Trials drawn apart from the stream and never learned from, to measure what was learned; 0 for none.'
  }),
  heldOutLengthsSetting,
  count({
    name: 'scoreEvery',
    label: 'Score every',
    default: 480,
    min: 1,
    max: 1000000,
    unit: 'trials',
    scale: 'log',
    help: 'Trials of the stream between two scores of the held-out ones.'
  })
];

/** The shape of a stream of tokens: one in a tick, one asked for; `written` as in `TokenShape`. */
export function tokenShape(
  steps: number,
  labels: readonly string[],
  written?: readonly string[]
): StreamShape {
  return {
    inputs: 1,
    outputs: 1,
    steps,
    dtMs: 1,
    loss: 'classification',
    inputKind: 'tokens',
    tokens: { vocabulary: labels.length, labels, ...(written && { written }) },
    inputGroups: [{ label: 'token', from: 0, to: 1 }],
    phases: [],
    outputLabels: ['token asked for']
  };
}

export function emptyTrial(index: number, { inputs, outputs, steps }: StreamShape): AskingTrial {
  return {
    index,
    x: new Float64Array(steps * inputs),
    target: new Float64Array(steps * outputs),
    mask: new Float64Array(steps),
    distance: new Float64Array(steps)
  };
}

/** In tick t token `answer` is asked for, which stood in tick `stood`; `stood` is absent where it never did. */
export function ask(
  { distance, mask, target }: AskingTrial,
  t: number,
  answer: number,
  stood?: number
): void {
  target[t] = answer;
  mask[t] = 1;
  if (stood !== undefined) distance[t] = t - stood;
}

export interface SequenceDrawing {
  shape: StreamShape;
  /** Settings of the source, to check edits by. */
  descriptions: readonly SettingDescription[];
  /** Opens the note. */
  what: string;
  /** Throws SettingError for settings that do not fit one another, before any trial is drawn with them. */
  check?(settings: Settings): void;
  /**
   * The settings that make a trial of another length, which `draw` is then given; by default those of the stream with that `length`.
   * Throws SettingError where they cannot be had.
   */
  at?(settings: Settings, length: number): Settings;
  /** Fills an empty trial, of whatever length it has, with the settings as they are now: a function of its arguments alone. */
  draw(trial: AskingTrial, random: Random, settings: Settings): void;
}

/**
 * Every trial is drawn from its own branch of the seed; no held-out one shares a branch with one of the stream. Held-out trials may be
 * longer than those of the stream, evenly many of each length, the shorter ones first. Throws SettingError where the settings do not fit
 * one another or the held-out trials do not fit in memory.
 */
export function drawnSequences(
  { random, settings: given }: Pick<SourceContext, 'random' | 'settings'>,
  { at = ofLength, check = () => undefined, descriptions, draw, shape, what }: SequenceDrawing
): Source {
  const { heldOut, scoreEvery } = given as Record<string, number>;
  const lengths = heldOutLengths(given, shape.steps);
  fitInMemory(lengths, shape);
  const checkAll = (settings: Settings): void => {
    check(settings);
    for (const length of new Set(lengths)) check(at(settings, length));
  };
  checkAll(given);
  let settings = given;
  let kept: readonly Trial[] | undefined;
  const drawn = (branch: string, index: number, length: number): Trial => {
    const trial = emptyTrial(index, { ...shape, steps: length });
    draw(trial, random.fork(branch), length === shape.steps ? settings : at(settings, length));
    return trial;
  };
  const source: Source = {
    shape,
    trials: (from, demand$) =>
      trialsOnDemand(from, demand$, (index) => drawn(`trial ${index}`, index, shape.steps)),
    get heldOut() {
      kept ??= lengths.map((length, i) => drawn(`held out ${i}`, i, length));
      return kept;
    },
    scoreEvery,
    note: `${what}, ${shape.steps} ticks a trial, ${heldOut} trials held out${saidLengths(lengths, shape.steps)}`
  };
  if (descriptions.some(({ live }) => live))
    source.set = (name: string, value: SettingValue): void => {
      const next = { ...settings, [name]: checkSetting(findSetting(descriptions, name), value) };
      checkAll(next);
      settings = next;
      kept = undefined;
    };
  return source;
}

const ofLength = (settings: Settings, length: number): Settings => ({ ...settings, length });

function fitInMemory(lengths: readonly number[], { inputs, outputs }: StreamShape): void {
  const bytes = (length: number): number => 8 * length * (inputs + outputs + 2);
  const all = lengths.reduce((sum, length) => sum + bytes(length), 0);
  if (all <= heldOutLimit) return;
  const most = Math.floor(heldOutLimit / (all / lengths.length));
  throw new SettingError(
    `Setting 'heldOut' is ${lengths.length}; at most ${most} trials of this size fit in memory.`
  );
}

const saidLengths = (lengths: readonly number[], steps: number): string => {
  const others = [...new Set(lengths)];
  return others.length === 0 || (others.length === 1 && others[0] === steps)
    ? ''
    : `, of ${others.join(', ')} ticks`;
};
