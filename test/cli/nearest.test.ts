import { describe, expect, it } from 'vitest';
import { nearest, suggestion } from '../../src/cli/nearest';

describe('the nearest name', () => {
  it('forgives a slip of the fingers and nothing more', () => {
    expect(nearest('digit', ['evidence', 'digits'])).toBe('digits');
    expect(nearest('Bacth', ['beta', 'batch'])).toBe('batch');
    expect(nearest('bahct', ['batch', 'beta'])).toBeUndefined();
    expect(nearest('BATCH', ['batch', 'beta'])).toBe('batch');
    expect(nearest('lerningRat', ['learningRate', 'targetRate'])).toBe('learningRate');
    expect(nearest('x', ['digits', 'units'])).toBeUndefined();
  });

  it('takes the nearer of two', () => {
    expect(nearest('beta3', ['beta1x', 'beta2'])).toBe('beta2');
  });

  it('becomes a question or nothing', () => {
    expect(suggestion('digit', ['digits'])).toBe(" Did you mean 'digits'?");
    expect(suggestion('zebra', ['digits'])).toBe('');
  });
});
