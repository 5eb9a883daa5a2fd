import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('the built project could be packaged', () => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/package.mjs', '--dry'], {
    encoding: 'utf8'
  });
  expect(stdout).not.toContain('FAIL');
  expect(stdout).toContain('checks passed. Nothing was packaged.');
  expect(status).toBe(0);
});
