/** Another rate by straight lines: output k is the input at time k / to, between the samples beside it, which lie 1 / from apart. */
import type { OperatorDefinition } from './operator';

export const resampleOperator: OperatorDefinition = {
  name: 'resample',
  help: 'from one rate to another along straight lines; average with window before going down',
  parameters: [
    { name: 'from', min: 0.001, max: 1e6, help: 'Hz it comes at' },
    { name: 'to', min: 0.001, max: 1e6, help: 'Hz it leaves at' }
  ],
  create(channels, { numbers: { from, to } }) {
    const last = new Float64Array(channels);
    const between = new Float64Array(channels);
    let seen = 0;
    let given = 0;
    return {
      channels,
      push(row, emit) {
        // This row stands at time `seen`, the one before at `seen` - 1, in units of 1 / from.
        for (let at = (given * from) / to; at <= seen; at = (++given * from) / to) {
          const share = at - (seen - 1);
          for (let c = 0; c < channels; c++) between[c] = last[c] + share * (row[c] - last[c]);
          emit(between);
        }
        last.set(row);
        seen++;
      }
    };
  }
};
