/** Time to first spike: a value x in (0, 1] becomes `steps` rows with one spike, at step round((1 - x)(steps - 1)); 0 and below, none. */
import type { OperatorDefinition } from './operator';

export const latencyOperator: OperatorDefinition = {
  name: 'latency',
  help: 'each row becomes steps rows with one spike, the earlier the nearer the value is to 1',
  parameters: [{ name: 'steps', min: 2, max: 1000, integer: true, help: 'rows for each row' }],
  spikes: true,
  create(channels, { numbers: { steps } }) {
    const spikes = new Float64Array(channels);
    const when = new Float64Array(channels);
    return {
      channels,
      push(row, emit) {
        for (let c = 0; c < channels; c++)
          when[c] = row[c] > 0 ? Math.round((1 - Math.min(1, row[c])) * (steps - 1)) : -1;
        for (let t = 0; t < steps; t++) {
          for (let c = 0; c < channels; c++) spikes[c] = when[c] === t ? 1 : 0;
          emit(spikes);
        }
      }
    };
  }
};
