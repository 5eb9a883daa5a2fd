/** The layers over sequences that carry a state from tick to tick or block to block, checked and run. */
import { checkScanning, type Scanning } from '../../scanningChecks';
import { convolveTicks, convolveTicksBackward } from './convolveTicks';
import { delay } from './delay';
import { ovq } from './ovq';
import { ovqBackward } from './ovqBackward';
import { scan, scanBackward } from './scan';

export const scanning: Scanning = {
  async convolveTicks(call) {
    checkScanning('convolveTicks', call);
    convolveTicks(call);
  },
  async convolveTicksBackward(call) {
    checkScanning('convolveTicksBackward', call);
    convolveTicksBackward(call);
  },
  async delay(call) {
    checkScanning('delay', call);
    delay(call);
  },
  async scan(call) {
    checkScanning('scan', call);
    scan(call);
  },
  async scanBackward(call) {
    checkScanning('scanBackward', call);
    scanBackward(call);
  },
  async ovq(call) {
    checkScanning('ovq', call);
    ovq(call);
  },
  async ovqBackward(call) {
    checkScanning('ovqBackward', call);
    ovqBackward(call);
  }
};
