/** Rate code: a spike with probability min(1, max(0, gain x)) in every step, drawn by the seed. */
import type { OperatorDefinition } from './operator';

export const poissonOperator: OperatorDefinition = {
  name: 'poisson',
  help: 'a spike with probability gain times the value',
  parameters: [{ name: 'gain', default: 1, min: 0, max: 1e6, help: 'probability of a spike at value 1' }],
  spikes: true,
  create(channels, { numbers: { gain } }, random) {
    const spikes = new Float64Array(channels);
    return {
      channels,
      push(row, emit) {
        for (let c = 0; c < channels; c++) spikes[c] = random.uniform() < gain * row[c] ? 1 : 0;
        emit(spikes);
      }
    };
  }
};
