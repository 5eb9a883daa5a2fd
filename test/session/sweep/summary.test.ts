import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/session/sweep/summary';
import { differingSettings, pointsCsv, summaryCsv, summaryLatex } from '../../../src/session/sweep/tables';
import { failure, result } from './points';

const outcomes = [
  result(3, { rule: 'a_b', beta: 1 }, 2, { loss: 5 }),
  result(0, { rule: 'top', beta: 1 }, 1, { loss: 1, error: 0.5 }),
  result(1, { rule: 'top', beta: 1 }, 2, { loss: 2, error: 0.5 }),
  result(2, { rule: 'top', beta: 1 }, 3, { loss: 6, error: 0.5 }),
  failure(4, { rule: 'a_b', beta: 1 }, 3)
];

describe('a summary', () => {
  const groups = summarise(outcomes);

  it('has a group for each combination, in the order of the plan, with the mean over seeds', () => {
    expect(groups.map(({ settings }) => settings['rule'])).toEqual(['top', 'a_b']);
    expect(groups[0].metrics.loss.mean).toBe(3);
    expect(groups[0].metrics.loss.interval!.low).toBeGreaterThanOrEqual(1);
    expect(groups[0].metrics.loss.interval!.high).toBeLessThanOrEqual(6);
    expect(groups[0].metrics.error).toEqual({ n: 3, mean: 0.5, interval: { low: 0.5, high: 0.5 } });
    expect(groups[1]).toMatchObject({ failed: 1, metrics: { loss: { n: 1, mean: 5 } } });
    expect(groups[1].metrics.loss.interval).toBeUndefined();
  });

  it('becomes a table of points, failures and their reasons included', () => {
    expect(pointsCsv(outcomes).split('\n')).toEqual([
      'rule,beta,seed,loss,error,stateHash,failed',
      'top,1,1,1,0.5,0123456789abcdef,',
      'top,1,2,2,0.5,0123456789abcdef,',
      'top,1,3,6,0.5,0123456789abcdef,',
      'a_b,1,2,5,,0123456789abcdef,',
      'a_b,1,3,,,,"It diverged, ""badly""."',
      ''
    ]);
  });

  it('becomes a table of means', () => {
    const [head, first, second] = summaryCsv(groups).split('\n');
    expect(head).toBe('rule,beta,n,failed,loss,loss low,loss high,error,error low,error high');
    expect(first).toMatch(/^top,1,3,0,3,[\d.]+,[\d.]+,0.5,0.5,0.5$/);
    expect(second).toBe('a_b,1,1,1,5,,,,,');
  });

  it('becomes LaTeX with only the settings that differ, its own signs escaped', () => {
    expect(differingSettings(groups)).toEqual(['rule']);
    const text = summaryLatex(groups, ['loss']);
    expect(text).toContain('rule & $n$ & loss \\\\');
    expect(text).toContain('a\\_b & 1 & $5$ \\\\');
    expect(text).not.toContain('beta');
    expect(text.match(/\\(top|mid|bottom)rule/g)).toHaveLength(3);
  });
});
