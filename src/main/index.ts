import * as electron from 'electron';
import { openShell } from './shell';

await openShell(electron);
