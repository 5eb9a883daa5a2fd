import { describe, expect, it } from 'vitest';
import {
  keepProgress,
  noProgress,
  type Progress,
  readProgress
} from '../../../src/renderer/lessons/progress';

const some: Progress = {
  open: true,
  lesson: 'eligibility',
  places: {
    eligibility: {
      step: 'trace',
      done: ['late', 'forgets'],
      predictions: { 'how-long': { predicted: 'soon', said: 'It was so.', cameTrue: false } }
    }
  }
};

/** As the browser's, for one page. */
function storage(first?: string) {
  let kept: string | null = first ?? null;
  return {
    getItem: () => kept,
    setItem: (_: string, text: string) => {
      kept = text;
    }
  };
}

describe('the place in a lesson', () => {
  it('comes back as it was kept', () => {
    const store = storage();
    keepProgress(store, some);
    expect(readProgress(store)).toEqual(some);
  });

  it.each(['', 'no JSON', '{"open":"yes"}', '{"open":true,"places":{"x":{"step":3}}}', 'null'])(
    'begins anew where what was kept does not read: %s',
    (text) => {
      expect(readProgress(storage(text))).toEqual(noProgress);
    }
  );

  it('is not kept, and nothing fails, where storage is forbidden', () => {
    const shut = {
      getItem: (): string => {
        throw new Error('forbidden');
      },
      setItem: (): void => {
        throw new Error('forbidden');
      }
    };
    expect(() => keepProgress(shut, some)).not.toThrow();
    expect(readProgress(shut)).toEqual(noProgress);
    expect(readProgress(undefined)).toEqual(noProgress);
  });
});
