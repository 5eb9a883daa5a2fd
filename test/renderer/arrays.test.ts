import { describe, expect, it } from 'vitest';
import { answersOf, guessArrays } from '../../src/renderer/files/arrays';

const array = (name: string, shape: number[], text = false) => ({ name, shape, text });

describe('the arrays of an NPZ file', () => {
  it('are known by their usual names', () => {
    const arrays = [array('mean', [64]), array('y', [50]), array('X', [50, 4])];
    expect(guessArrays(arrays)).toEqual({ inputs: 'X', answers: 'y' });
  });

  it('are the largest of numbers where no name tells, and no answers', () => {
    const arrays = [array('words', [900], true), array('position', [200, 2]), array('time', [200])];
    expect(guessArrays(arrays)).toEqual({ inputs: 'position', answers: '' });
  });

  it('answer each row, or each sequence, or not at all', () => {
    const sequences = array('x', [20, 10, 3]);
    expect(answersOf(sequences, array('a', [20]))).toBe(true);
    expect(answersOf(sequences, array('a', [200, 2]))).toBe(true);
    expect(answersOf(sequences, array('a', [20, 10, 2]))).toBe(true);
    expect(answersOf(sequences, array('a', [10]))).toBe(false);
    expect(answersOf(sequences, array('a', []))).toBe(false);
    expect(answersOf(sequences, sequences)).toBe(false);
  });

  it('takes no labels that belong to other rows', () => {
    expect(guessArrays([array('x', [50, 4]), array('y', [40])])).toEqual({ inputs: 'x', answers: '' });
  });
});
