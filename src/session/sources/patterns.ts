/**
 * Patterns to keep and corrupted ones to recall them from: trial k brings pattern k and a cue, which is an earlier pattern (or k itself)
 * with noise added and some of its numbers erased. Patterns have length 1; pattern j is drawn from a branch of its own, so that any later
 * trial can make it again. The task of Ramsauer et al. 2020 (arXiv 2008.02217), as a stream.
 */
import type { SettingDescription } from '../../models/settings';
import type { Random } from '../../models/random';
import type { StreamShape } from '../../models/stream';
import type { SourceDefinition } from '../source';
import { amount, count, steps } from './streamSettings';
import { drawnSequences } from './tokens/tokenStream';

const descriptions: readonly SettingDescription[] = [
  count({
    name: 'patternWidth',
    label: 'Numbers in a pattern',
    symbol: 'd',
    default: 64,
    min: 2,
    max: 4096,
    scale: 'log',
    help: 'Random patterns are the farther apart, for their length, the more numbers they have.'
  }),
  {
    name: 'patternKind',
    label: 'Patterns',
    group: 'Stream',
    live: false,
    kind: 'choice',
    default: 'sphere',
    options: [
      { value: 'sphere', label: 'Anywhere on the unit sphere' },
      { value: 'signs', label: 'Of signs' }
    ],
    help: 'Numbers are normal, or each plus or minus one; both are scaled to length 1.'
  },
  steps({
    name: 'descent',
    label: 'Ticks of a trial',
    symbol: 'T',
    unit: 'ticks',
    default: 12,
    min: 2,
    max: 1000,
    scale: 'log',
    help: 'The first shows the cue; a memory may make one update in each of the others.'
  }),
  count({
    name: 'asksBack',
    label: 'Asked for among the last',
    default: 16,
    min: 1,
    max: 65536,
    unit: 'patterns',
    scale: 'log',
    help: 'The pattern a cue is made of, with equal chance; 1 asks for the one just shown.'
  }),
  amount({
    name: 'cueNoise',
    label: 'Noise on the cue',
    symbol: 'σ',
    default: 0.6,
    min: 0,
    max: 10,
    live: true,
    help: 'Length of the noise that is added, on average, to a pattern of length 1.'
  }),
  amount({
    name: 'erased',
    label: 'Erased of the cue',
    default: 0,
    min: 0,
    max: 1,
    live: true,
    help: 'Share of the numbers of a cue that are set to zero.'
  })
];

export const patternsSource: SourceDefinition = {
  id: 'patterns',
  title: 'Patterns and corrupted cues',
  summary: 'A pattern to keep in every trial, and an earlier one, corrupted, to recall.',
  settings: descriptions,
  async create({ random, settings }) {
    const d = settings.patternWidth as number;
    const signs = settings.patternKind === 'signs';
    const patternOf = (index: number) => drawPattern(random.fork(`pattern ${index}`), d, signs);
    return drawnSequences(
      // What is asked for must have been shown, so that nothing can be held out.
      { random, settings: { ...settings, heldOut: 0, scoreEvery: 1 } },
      {
        shape: describeShape(d, settings.descent as number),
        descriptions,
        what: `random patterns of ${d} numbers`,
        draw: ({ distance, index, mask, target, x }, branch, { asksBack, cueNoise, erased }) => {
          const back = branch.below(Math.min(index + 1, asksBack as number));
          const asked = patternOf(index - back);
          x.set(patternOf(index), 0);
          for (let i = 0; i < d; i++) {
            const noisy = asked[i] + ((cueNoise as number) / Math.sqrt(d)) * branch.normal();
            x[d + i] = branch.uniform() < (erased as number) ? 0 : noisy;
          }
          const last = mask.length - 1;
          target.set(asked, last * d);
          mask[last] = 1;
          distance[last] = last + back * mask.length;
        }
      }
    );
  }
};

function drawPattern(random: Random, d: number, signs: boolean): Float64Array {
  const pattern = Float64Array.from({ length: d }, () =>
    signs ? (random.uniform() < 0.5 ? -1 : 1) : random.normal()
  );
  const length = Math.sqrt(pattern.reduce((sum, value) => sum + value * value, 0));
  return pattern.map((value) => value / length);
}

const describeShape = (d: number, ticks: number): StreamShape => ({
  inputs: 2 * d,
  outputs: d,
  steps: ticks,
  dtMs: 1,
  loss: 'regression',
  inputKind: 'analogue',
  inputGroups: [
    { label: 'Pattern', from: 0, to: d },
    { label: 'Cue', from: d, to: 2 * d }
  ],
  phases: [],
  outputLabels: Array.from({ length: d }, (_, i) => `x ${i + 1}`)
});
