/**
 * Delta code: channel 2c spikes when x_c has risen by `threshold` above its level, 2c + 1 when it has fallen by as much; the level then
 * moves by one threshold. At most one spike a step, so steeper slopes are followed late. The first sample sets the level.
 */
import type { OperatorDefinition } from './operator';

export const deltaOperator: OperatorDefinition = {
  name: 'delta',
  help: 'two channels for each: a spike for a rise by threshold, one for a fall',
  parameters: [{ name: 'threshold', min: 1e-12, max: 1e12, help: 'change that makes a spike' }],
  spikes: true,
  create(channels, { numbers: { threshold } }) {
    const level = new Float64Array(channels);
    const spikes = new Float64Array(2 * channels);
    let begun = false;
    return {
      channels: 2 * channels,
      push(row, emit) {
        if (!begun) level.set(row);
        begun = true;
        for (let c = 0; c < channels; c++) {
          const up = row[c] - level[c] >= threshold;
          const down = level[c] - row[c] >= threshold;
          spikes[2 * c] = up ? 1 : 0;
          spikes[2 * c + 1] = down ? 1 : 0;
          level[c] += up ? threshold : down ? -threshold : 0;
        }
        emit(spikes);
      }
    };
  }
};
