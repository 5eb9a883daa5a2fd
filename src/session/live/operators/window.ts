/** Moving mean: y_k = (x_{k-n+1} + … + x_k) / n, every `step` samples, from the first full window on. */
import type { OperatorDefinition } from './operator';

export const windowOperator: OperatorDefinition = {
  name: 'window',
  help: 'mean of the last samples, one row every step',
  parameters: [
    { name: 'samples', min: 1, max: 100000, integer: true, help: 'samples in the window' },
    { name: 'step', default: 1, min: 1, max: 100000, integer: true, help: 'samples between windows' }
  ],
  create(channels, { numbers: { samples, step } }) {
    const past = new Float64Array(samples * channels);
    const mean = new Float64Array(channels);
    let seen = 0;
    return {
      channels,
      push(row, emit) {
        past.set(row, (seen % samples) * channels);
        seen++;
        if (seen < samples || (seen - samples) % step !== 0) return;
        // Added up anew each time, so that rounding never piles up.
        mean.fill(0);
        for (let i = 0; i < past.length; i++) mean[i % channels] += past[i];
        for (let c = 0; c < channels; c++) mean[c] /= samples;
        emit(mean);
      }
    };
  }
};
