/** Operators one after the other. What leaves the last is what a model reads; what enters the first that makes spikes is the signal itself. */
import type { Random } from '../../../models/random';
import type { Operator } from './operator';
import { parseOperators } from './parse';

export interface Chain {
  /** Values of a row for the model, and of the signal it codes. */
  readonly channels: number;
  readonly signalChannels: number;
  readonly spikes: boolean;
  /** Rows given hold only during the call. */
  push(row: Float64Array, take: (input: Float64Array, signal: Float64Array) => void): void;
}

/**
 * `inputsOf` tells which of the signal's channels a model reads (the others are what it should answer); all by default. Throws
 * SettingError where the text is wrong or does not fit the channels.
 */
export function createChain(
  text: string,
  channels: number,
  random: Random,
  inputsOf?: (signalChannels: number) => readonly number[]
): Chain {
  const before: Operator[] = [];
  const coding: Operator[] = [];
  let width = channels;
  let signalChannels = channels;
  let inputs: readonly number[] | undefined;
  const choose = (): void => {
    signalChannels = width;
    inputs = inputsOf?.(width);
    if (inputs) width = inputs.length;
  };
  parseOperators(text).forEach(({ definition, given }, position) => {
    if (definition.spikes && coding.length === 0) choose();
    const operator = definition.create(width, given, random.fork(`${position} ${definition.name}`));
    const codes = definition.spikes === true || coding.length > 0;
    (codes ? coding : before).push(operator);
    width = operator.channels;
  });
  if (coding.length === 0) choose();
  const chosen = new Float64Array(inputs?.length ?? 0);
  const pick = (signal: Float64Array): Float64Array => {
    if (!inputs) return signal;
    for (let i = 0; i < inputs.length; i++) chosen[i] = signal[inputs[i]];
    return chosen;
  };
  return {
    channels: width,
    signalChannels,
    spikes: coding.length > 0,
    push: (row, take) =>
      through(before, 0, row, (signal) => through(coding, 0, pick(signal), (input) => take(input, signal)))
  };
}

function through(
  list: readonly Operator[],
  at: number,
  row: Float64Array,
  take: (row: Float64Array) => void
): void {
  if (at === list.length) take(row);
  else list[at].push(row, (next) => through(list, at + 1, next, take));
}
