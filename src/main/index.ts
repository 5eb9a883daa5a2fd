import * as electron from 'electron';
import { openShell } from './shell';

// Not awaited: Electron becomes ready only after this module has been evaluated to its end.
openShell(electron, { argv: process.argv, folder: process.cwd(), platform: process.platform }).catch(
  (error: unknown) => {
    console.error(error);
    electron.app.exit(1);
  }
);
