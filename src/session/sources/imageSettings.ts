/** What sources of drawn images let change: where things are, how bright, how noisy. All of it lives, so that the world can drift. */
import type { Random } from '../../models/random';
import type { ChoiceSetting, NumberSetting } from '../../models/settings';
import { amount } from './streamSettings';

export type Places = 'all' | 'left' | 'right' | 'top' | 'bottom';

export const placesSetting: ChoiceSetting = {
  name: 'places',
  label: 'Places',
  kind: 'choice',
  default: 'all',
  options: [
    { value: 'all', label: 'Everywhere' },
    { value: 'left', label: 'The left half' },
    { value: 'right', label: 'The right half' },
    { value: 'top', label: 'The upper half' },
    { value: 'bottom', label: 'The lower half' }
  ],
  group: 'Stream',
  live: true,
  help: 'Where shapes appear. Changed while the run goes on, the world drifts; images already on their way stay as they are.'
};

export function noiseSetting(value: number): NumberSetting {
  return amount({
    name: 'noise',
    label: 'Noise',
    default: value,
    min: 0,
    max: 1,
    live: true,
    help: 'Every pixel gets this times |N(0, 1)|; then it is clipped to [0, 1].'
  });
}

/** The mean, and the width of the range around it. */
export function brightnessSettings(mean: number, width: number): readonly NumberSetting[] {
  return [
    amount({
      name: 'brightness',
      label: 'Brightness',
      default: mean,
      min: 0,
      max: 1,
      live: true,
      help: 'Mean brightness of a shape.'
    }),
    amount({
      name: 'brightnessRange',
      label: 'Brightness range',
      default: width,
      min: 0,
      max: 1,
      live: true,
      help: 'Brightness is uniform in a range of this width around its mean.'
    })
  ];
}

/** Adds |N(0, 1)| times `size` to every pixel and clips it to [0, 1]. `scratch` has the same length. */
export function addNoise(pixels: Float64Array, size: number, random: Random, scratch: Float64Array): void {
  if (size === 0) {
    // Nothing but brightness that a range takes beyond 1 (or below 0) is clipped.
    for (let i = 0; i < pixels.length; i++) pixels[i] = Math.min(1, Math.max(0, pixels[i]));
    return;
  }
  random.quickNormals(scratch);
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i] + size * Math.abs(scratch[i]);
    pixels[i] = value > 1 ? 1 : value < 0 ? 0 : value;
  }
}
