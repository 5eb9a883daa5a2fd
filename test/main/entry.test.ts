import { expect, it, vi } from 'vitest';
import { standIn } from './standIn';

const shell = standIn();

vi.mock('electron', () => ({
  ...shell.electron,
  app: { ...shell.electron.app, whenReady: () => new Promise(() => {}), exit: vi.fn() }
}));

it('the main process is evaluated to its end before Electron is ready, which waits for just that', async () => {
  await import('../../src/main/index');
  expect(shell.calls).toEqual([
    'enableSandbox',
    'registerSchemesAsPrivileged',
    'on web-contents-created',
    'on open-file'
  ]);
});
