/**
 * What streams of images share: a trial is so many images, one a tick; held-out images are trials too, and places of the last one
 * that no image is left for have mask 0. `drawnImages` makes an endless stream of drawn ones, whose live settings act from the next
 * trial drawn on.
 */
import type { Random } from '../../models/random';
import {
  checkSetting,
  findSetting,
  type NumberSetting,
  type SettingDescription,
  SettingError,
  type Settings,
  type SettingValue
} from '../../models/settings';
import type { Factor, ImageShape, StreamShape, Trial } from '../../models/stream';
import type { Source, SourceContext } from '../source';
import { trialsOnDemand } from './onDemand';
import { count, steps } from './streamSettings';

/** Bytes that held-out images may take. */
const heldOutLimit = 512 * 2 ** 20;

export const imagesPerTrial: NumberSetting = steps({
  name: 'steps',
  label: 'Images a trial',
  unit: 'images',
  default: 50,
  min: 1,
  max: 10000,
  scale: 'log',
  help: 'One image a tick; what is measured per trial is measured over so many.'
});

/** Of streams drawn without end. */
export const drawnImageSettings: readonly SettingDescription[] = [
  imagesPerTrial,
  count({
    name: 'heldOut',
    label: 'Held out',
    default: 1000,
    min: 0,
    max: 100000,
    unit: 'images',
    help: 'Images drawn apart from the stream and never learned from, to measure what was learned; 0 for none.'
  }),
  count({
    name: 'scoreEvery',
    label: 'Score every',
    default: 640,
    min: 1,
    max: 1000000,
    unit: 'trials',
    scale: 'log',
    help: 'Trials of the stream between two scores of the held-out images: 640 are 10 batches of 64 trials.'
  })
];

export function imageStreamShape(images: ImageShape, factors: readonly Factor[], steps: number): StreamShape {
  const inputs = images.channels * images.rows * images.columns;
  const plane = images.rows * images.columns;
  return {
    inputs,
    outputs: factors.length,
    steps,
    dtMs: 1,
    loss: 'regression',
    inputKind: 'images',
    images,
    factors,
    inputGroups: Array.from({ length: images.channels }, (_, c) => ({
      label: images.channels === 1 ? 'pixels' : `channel ${c}`,
      from: c * plane,
      to: (c + 1) * plane
    })),
    phases: [],
    outputLabels: factors.map(({ label }) => label)
  };
}

export function emptyTrial(index: number, { inputs, outputs, steps }: StreamShape): Trial {
  return {
    index,
    x: new Float64Array(steps * inputs),
    target: new Float64Array(steps * outputs),
    mask: new Float64Array(steps).fill(1)
  };
}

/** Trials that hold `images` held-out images. Throws SettingError where they would not fit in memory. */
export function heldOutTrials(images: number, shape: StreamShape, trialAt: (i: number) => Trial): Trial[] {
  const { inputs, outputs, steps } = shape;
  const most = Math.floor(heldOutLimit / (8 * steps * (inputs + outputs + 1))) * steps;
  if (images > most) {
    throw new SettingError(
      `Setting 'heldOut' asks for ${images} images; at most ${most} of this size fit in memory.`
    );
  }
  return Array.from({ length: Math.ceil(images / steps) }, (_, i) => {
    const trial = trialAt(i);
    trial.mask.fill(0, Math.min(steps, images - i * steps));
    return trial;
  });
}

export interface ImageDrawing {
  images: ImageShape;
  factors: readonly Factor[];
  /** Those of the source, to check edits by. */
  descriptions: readonly SettingDescription[];
  /** Opens the note. */
  what: string;
  /** Fills pixels and targets of an empty trial from the settings as they are now. Throws SettingError for settings that cannot be. */
  draw(trial: Trial, random: Random, settings: Settings): void;
}

/** Every trial is drawn from its own branch of the seed; no held-out one shares a branch with one of the stream. */
export function drawnImages(
  { random, settings: given }: Pick<SourceContext, 'random' | 'settings'>,
  { descriptions, draw, factors, images, what }: ImageDrawing
): Source {
  const shape = imageStreamShape(images, factors, given.steps as number);
  const { heldOut, scoreEvery } = given as Record<string, number>;
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
      kept ??= heldOutTrials(heldOut, shape, (i) => drawn(`held out ${i}`, i));
      return kept;
    },
    set(name: string, value: SettingValue) {
      settings = { ...settings, [name]: checkSetting(findSetting(descriptions, name), value) };
      kept = undefined;
    },
    scoreEvery,
    note: `${what}, ${shape.steps} images a trial, ${heldOut} held out`
  };
  // Now, so that what does not fit is refused before anything runs.
  source.heldOut;
  return source;
}
