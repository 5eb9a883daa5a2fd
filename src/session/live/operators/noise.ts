/** Independent normal noise of deviation `sd` on every value, drawn by the seed. */
import type { OperatorDefinition } from './operator';

export const noiseOperator: OperatorDefinition = {
  name: 'noise',
  help: 'normal noise on every value',
  parameters: [{ name: 'sd', min: 0, max: 1e12, help: 'standard deviation' }],
  create(channels, { numbers: { sd } }, random) {
    const noisy = new Float64Array(channels);
    return {
      channels,
      push(row, emit) {
        for (let c = 0; c < channels; c++) noisy[c] = row[c] + sd * random.normal();
        emit(noisy);
      }
    };
  }
};
