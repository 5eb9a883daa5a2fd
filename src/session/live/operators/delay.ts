/** The same rows `samples` later, zeros before: y_k = x_{k - samples}. */
import type { OperatorDefinition } from './operator';

export const delayOperator: OperatorDefinition = {
  name: 'delay',
  help: 'the same rows later, zeros before',
  parameters: [{ name: 'samples', min: 1, max: 100000, integer: true, help: 'samples later' }],
  create(channels, { numbers: { samples } }) {
    const past = new Float64Array(samples * channels);
    const late = new Float64Array(channels);
    let seen = 0;
    return {
      channels,
      push(row, emit) {
        const place = (seen++ % samples) * channels;
        late.set(past.subarray(place, place + channels));
        past.set(row, place);
        emit(late);
      }
    };
  }
};
