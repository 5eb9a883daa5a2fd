import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { countTests } from '../../scripts/count-tests.mjs';

const file = (status: string, ...tests: readonly string[]) => ({
  status,
  assertionResults: tests.map((result, index) => ({ status: result, fullName: `test ${index}` }))
});

describe('the sum of npm test', () => {
  it('counts each test once and names what was skipped', () => {
    const report = { testResults: [file('passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')] };
    expect(countTests(report, 1)).toEqual({ passed: 2, failed: 1, skipped: ['test 1'] });
  });

  it('counts a file that never came to its tests', () => {
    expect(countTests({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toMatchObject({
      passed: 1,
      failed: 1
    });
  });

  it('counts a file whose tests passed and whose clean-up did not', () => {
    expect(countTests({ testResults: [file('failed', 'passed')] }, 1).failed).toBe(1);
  });

  it('counts a run that ended in error though every test passed', () => {
    expect(countTests({ testResults: [file('passed', 'passed')] }, 1).failed).toBe(1);
  });

  it('counts a run without tests as a failure', () => {
    expect(countTests({ testResults: [] }, 0).failed).toBe(1);
  });

  it('knows its stages', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/test.mjs', 'units'], {
      encoding: 'utf8'
    });
    expect(status).toBe(2);
    expect(stderr).toBe('There is no stage "units". Stages: kernels, types, lint, unit, build, browser.\n');
  });
});
