import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epropSettings } from '../../src/models/eprop/settings';
import { checkSetting, type NumberSetting } from '../../src/models/settings';
import { fromSlider, sliderSteps, toSlider } from '../../src/renderer/settings/sliderScale';

const numbers = epropSettings.filter(
  (setting): setting is NumberSetting => setting.kind === 'number' && setting.live
);

describe('a slider', () => {
  it.each(numbers.map((setting) => [setting.name, setting] as const))(
    'of %s gives only values that fit',
    (_, setting) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: sliderSteps }), (position) => {
          const value = fromSlider(setting, position);
          expect(checkSetting(setting, value)).toBe(value);
        })
      );
    }
  );

  it.each(numbers.map((setting) => [setting.name, setting] as const))(
    'of %s stands at its default',
    (_, setting) => {
      const again = fromSlider(setting, toSlider(setting, setting.default));
      const room = setting.integer ? 0.5 : 0.05 * Math.abs(setting.default);
      expect(Math.abs(again - setting.default)).toBeLessThanOrEqual(room + 1e-12);
    }
  );
});
