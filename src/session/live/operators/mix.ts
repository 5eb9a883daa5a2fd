/** Weighted sums of channels: y = M x, with a row of M for each channel it gives. "mix(1 -1)" is the difference of two. */
import { SettingError } from '../../../models/settings';
import type { OperatorDefinition } from './operator';

export const mixOperator: OperatorDefinition = {
  name: 'mix',
  help: 'weighted sums of channels, one list of weights for each: mix(.5 .5; 1 -1)',
  parameters: 'matrix',
  create(channels, { matrix }) {
    const wrong = matrix.find((weights) => weights.length !== channels);
    if (wrong) {
      throw new SettingError(
        `Operator 'mix' has a list of ${wrong.length} weights, but ${channels} channels come to it; write ${channels}.`
      );
    }
    const sums = new Float64Array(matrix.length);
    return {
      channels: matrix.length,
      push(row, emit) {
        matrix.forEach((weights, i) => {
          let sum = 0;
          for (let c = 0; c < channels; c++) sum += weights[c] * row[c];
          sums[i] = sum;
        });
        emit(sums);
      }
    };
  }
};
