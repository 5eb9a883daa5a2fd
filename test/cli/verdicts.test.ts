import { describe, expect, it } from 'vitest';
import { verdictsMarkdown } from '../../src/cli/sweep/verdicts';
import type { Verdict } from '../../src/session/sweep/verdict';

const verdicts: Verdict[] = [
  {
    preset: 'one',
    answer: 'supported',
    n: 5,
    goals: {
      answer: 'supported',
      held: 5,
      share: { low: 0.5655, high: 1 },
      each: [
        { label: 'error below 0.1', held: 5, told: { n: 5, mean: 0.05, interval: { low: 0.04, high: 0.06 } } }
      ]
    },
    comparisons: []
  },
  {
    preset: 'two',
    answer: 'not supported',
    n: 4,
    comparisons: [
      {
        label: 'ticks: rule = a | b < rule = c',
        answer: 'not supported',
        effect: { n: 4, difference: -3, interval: { low: -5, high: -1 }, size: -1.5 }
      },
      {
        label: 'no pairs at all',
        answer: 'undecided',
        effect: { n: 0, difference: Number.NaN, size: Number.NaN }
      }
    ]
  }
];

describe('verdicts on one page', () => {
  const page = verdictsMarkdown(verdicts, [{ id: 'one', prediction: 'It falls below 0.1.' }]);

  it('gives every answer, and marks what did not come out as predicted', () => {
    expect(page).toContain('| [one](#one) | supported | 5 | 5 of 5 | 0.57 to 1.00 |');
    expect(page).toContain('| [two](#two) | **not supported** | 4 |  |  |');
  });

  it('says what was predicted and what each answer rests on', () => {
    expect(page).toContain('## one\n\nIt falls below 0.1.\n\nsupported, n = 5.');
    expect(page).toContain('| error below 0.1 | 5 of 5 | 0.05 [0.04, 0.06] |');
    expect(page).toContain('| ticks: rule = a \\| b < rule = c | -3 [-5, -1] | -1.5 | 4 | not supported |');
    expect(page).toContain('| no pairs at all |  |  | 0 | undecided |');
  });
});
