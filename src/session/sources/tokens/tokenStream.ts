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

/** Bytes that held-out trials may take. */
const heldOutLimit = 536870912;
export const longest = 65536;

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

export const drawnSequenceSettings: readonly NumberSetting[] = [
  count({
    name: 'heldOut',
    label: 'Held out',
    default: 32,
    min: 0,
    max: 100000,
    unit: 'trials',
    help: 'Trials drawn apart from the stream and never learned from, to measure what was learned; 0 for none.'
  }),
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
  /** Fills an empty trial with the settings as they are now: a function of its arguments alone. */
  draw(trial: AskingTrial, random: Random, settings: Settings): void;
}

/**
 * Every trial is drawn from its own branch of the seed; no held-out one shares a branch with one of the stream. Throws SettingError
 * where the settings do not fit one another or the held-out trials do not fit in memory.
 */
export function drawnSequences(
  { random, settings: given }: Pick<SourceContext, 'random' | 'settings'>,
  { check = () => undefined, descriptions, draw, shape, what }: SequenceDrawing
): Source {
  const { heldOut, scoreEvery } = given as Record<string, number>;
  const most = Math.floor(heldOutLimit / (8 * shape.steps * (shape.inputs + shape.outputs + 2)));
  if (heldOut > most)
    throw new SettingError(
      `Setting 'heldOut' is ${heldOut}; at most ${most} trials of this size fit in memory.`
    );
  check(given);
  let settings = given;
  let kept: readonly Trial[] | undefined;
  const drawn = (branch: string, index: number): Trial => {
    const trial = emptyTrial(index, shape);
    draw(trial, random.fork(branch), settings);
    return trial;
  };
  const source: Source = {
    shape,
    trials: (from, demand$) => trialsOnDemand(from, demand$, (index) => drawn(`trial ${index}`, index)),
    get heldOut() {
      kept ??= Array.from({ length: heldOut }, (_, i) => drawn(`held out ${i}`, i));
      return kept;
    },
    scoreEvery,
    note: `${what}, ${shape.steps} ticks a trial, ${heldOut} trials held out`
  };
  if (descriptions.some(({ live }) => live))
    source.set = (name: string, value: SettingValue): void => {
      const next = { ...settings, [name]: checkSetting(findSetting(descriptions, name), value) };
      check(next);
      settings = next;
      kept = undefined;
    };
  return source;
}
