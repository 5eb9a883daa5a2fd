import { describe, expect, it } from 'vitest';
import { findChromium } from '../browser/chromium';

const only =
  (...paths: readonly string[]) =>
  (path: string) =>
    paths.includes(path);

describe('the search for Chromium', () => {
  it('takes the one that is named before any other', () => {
    const exists = only('/opt/chromium', '/usr/bin/chromium');
    expect(findChromium({ CHROMIUM_PATH: '/opt/chromium' }, exists)).toBe('/opt/chromium');
    expect(findChromium({}, exists)).toBe('/usr/bin/chromium');
  });

  it('does not pass over a wrong name in silence', () => {
    expect(() => findChromium({ CHROMIUM_PATH: '/wrong' }, only('/usr/bin/chromium'))).toThrow(
      'CHROMIUM_PATH names /wrong, which does not exist.'
    );
  });

  it('finds none on a machine without one, which is an error in CI alone', () => {
    expect(findChromium({}, only())).toBeUndefined();
    expect(findChromium({ CI: 'false' }, only())).toBeUndefined();
    expect(() => findChromium({ CI: 'true' }, only())).toThrow('CI must drive the page');
  });
});
