/** What sources of drawn images let change: where things are, how bright, how noisy. All of it lives, so that the world can drift. */
import type { Random } from '../../models/random';
import type { ChoiceSetting, NumberSetting, Settings } from '../../models/settings';
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
      help: 'Brightness is uniform in a range of this width around its mean, clipped to [0, 1].'
    })
  ];
}

/** The share of an axis where things appear, of which `first` and `second` are the halves. */
export function halfOf(places: Places, first: Places, second: Places): [from: number, to: number] {
  return [places === second ? 0.5 : 0, places === first ? 0.5 : 1];
}

/** The brightness of one shape. */
export function drawBrightness({ brightness, brightnessRange }: Settings, random: Random): number {
  const value = (brightness as number) + (brightnessRange as number) * (random.uniform() - 0.5);
  return Math.min(1, Math.max(0, value));
}

/** Adds |N(0, 1)| times `size` to every pixel and clips it to [0, 1], where it was before. `scratch` has the same length. */
export function addNoise(pixels: Float64Array, size: number, random: Random, scratch: Float64Array): void {
  if (size === 0) return;
  random.quickNormals(scratch);
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i] + size * Math.abs(scratch[i]);
    pixels[i] = value > 1 ? 1 : value;
  }
}
