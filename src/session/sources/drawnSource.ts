/** An endless stream of trials drawn from the seed, and trials held out of it. */
import type { Random } from '../../models/random';
import { type NumberSetting, SettingError } from '../../models/settings';
import type { StreamShape, Trial } from '../../models/stream';
import type { Source, SourceContext } from '../source';
import { trialsOnDemand } from './onDemand';
import { count } from './streamSettings';

/** Bytes that held-out trials may take. */
const heldOutLimit = 512 * 2 ** 20;

/** How many trials are held out, and how often they are scored; `drawnSource` reads both. */
export function heldOutSettings(heldOut: number): readonly NumberSetting[] {
  return [
    count({
      name: 'heldOut',
      label: 'Held out',
      default: heldOut,
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
      help: 'Trials of the stream between two scores of the held-out ones: 480 are 10 updates of 48 trials.'
    })
  ];
}

/**
 * `draw` makes trial `index` from its own branch of the seed; no held-out trial shares a branch with one of the stream.
 * `what` opens the note. Throws SettingError where the held-out trials would not fit in memory.
 */
export function drawnSource(
  { settings, random }: Pick<SourceContext, 'settings' | 'random'>,
  shape: StreamShape,
  what: string,
  draw: (random: Random, index: number) => Trial
): Source {
  const { heldOut, scoreEvery } = settings as Record<string, number>;
  const most = Math.floor(heldOutLimit / (8 * shape.steps * (shape.inputs + shape.outputs + 1)));
  if (heldOut > most) {
    throw new SettingError(
      `Setting 'heldOut' is ${heldOut}; at most ${most} trials of this size fit in memory.`
    );
  }
  return {
    shape,
    trials: (from, demand$) =>
      trialsOnDemand(from, demand$, (index) => draw(random.fork(`trial ${index}`), index)),
    heldOut: Array.from({ length: heldOut }, (_, i) => draw(random.fork(`held out ${i}`), i)),
    scoreEvery,
    note: `${what}, ${shape.steps} steps a trial, ${heldOut} trials held out`
  };
}
