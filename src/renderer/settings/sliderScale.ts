/** Sliders run over the sensible part of a range: a decade or two around the default, since limits are far out. */
import type { NumberSetting } from '../../models/settings';

export const sliderSteps = 200;

function ends({ default: middle, min, max, scale }: NumberSetting): readonly [low: number, high: number] {
  if (scale === 'log') return [Math.max(min, middle / 100), Math.min(max, middle * 100)];
  return [min, middle > min ? Math.min(max, min + 4 * (middle - min)) : max];
}

export function toSlider(setting: NumberSetting, value: number): number {
  const [low, high] = ends(setting);
  const held = Math.min(high, Math.max(low, value));
  const share =
    setting.scale === 'log' ? Math.log(held / low) / Math.log(high / low) : (held - low) / (high - low);
  return Math.round(share * sliderSteps);
}

/** Three significant digits, within the range. */
export function fromSlider(setting: NumberSetting, position: number): number {
  const [low, high] = ends(setting);
  const share = position / sliderSteps;
  const raw = setting.scale === 'log' ? low * (high / low) ** share : low + (high - low) * share;
  const value = setting.integer ? Math.round(raw) : Number(raw.toPrecision(3));
  return Math.min(setting.max, Math.max(setting.min, value));
}
