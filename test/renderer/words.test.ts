import { describe, expect, it } from 'vitest';
import { sayBytes, sayFixed, sayNumber, sayNumberOf } from '../../src/renderer/words';

describe('numbers as the page writes them', () => {
  it.each([
    [0, '0'],
    [-0.45067, '−0.451'],
    [1234.5, '1235'],
    [123456, '123\u202f456'],
    [0.00012345, '1.23·10⁻⁴'],
    [-2.5e9, '−2.50·10⁹'],
    [Number.NaN, '–'],
    [Number.NEGATIVE_INFINITY, '−∞']
  ])('%d is %s', (value, words) => {
    expect(sayNumber(value)).toBe(words);
  });

  it('keep their decimals where they change in place', () => {
    expect(sayFixed(12.345, 1)).toBe('12.3');
    expect(sayFixed(Number.NaN, 1)).toBe('–');
  });

  it('go with the word for what is counted', () => {
    expect(sayNumberOf(1, 'class', 'classes')).toBe('1 class');
    expect(sayNumberOf(3, 'class', 'classes')).toBe('3 classes');
    expect(sayNumberOf(0, 'tick')).toBe('0 ticks');
  });

  it('say bytes in the unit that fits', () => {
    expect([sayBytes(2500), sayBytes(67_108_864), sayBytes(2.5e9)]).toEqual(['3 kB', '67.1 MB', '2.50 GB']);
  });
});
