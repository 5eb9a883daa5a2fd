/** Which arrays of an NPZ file are meant. */
import type { ArrayChoice } from '../../formats/arrayChoice';
import type { ArrayPreview } from './protocol';

const inputNames = /^(x|inputs?|data|features)(_?train)?$/i;
const answerNames = /^(y|labels?|targets?|answers?|class(es)?)(_?train)?$/i;

/** By name where the names are the usual ones; else the largest array of numbers, without answers. */
export function guessArrays(arrays: readonly ArrayPreview[]): ArrayChoice {
  const readable = arrays.filter(({ shape, text }) => !text && shape.length >= 1 && shape.length <= 3);
  const largest = [...readable].sort((a, b) => size(b) - size(a))[0] ?? arrays[0];
  const inputs = readable.find(({ name }) => inputNames.test(lastOf(name))) ?? largest;
  const answers = arrays.find((array) => answerNames.test(lastOf(array.name)) && answersOf(inputs, array));
  return { inputs: inputs.name, answers: answers?.name ?? '' };
}

/** Of a path in HDF5. */
function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Whether `array` has one row for each row of the inputs, or for each sequence. */
export function answersOf(inputs: ArrayPreview, array: ArrayPreview): boolean {
  const [first = 0, second = 1] = inputs.shape;
  const rows = inputs.shape.length === 3 ? first * second : first;
  const theirs = array.shape.length === 3 ? array.shape[0] * array.shape[1] : array.shape[0];
  return (
    array.name !== inputs.name &&
    array.shape.length >= 1 &&
    array.shape.length <= 3 &&
    (theirs === rows || theirs === first)
  );
}

function size({ shape }: ArrayPreview): number {
  return shape.reduce((product, length) => product * length, 1);
}
