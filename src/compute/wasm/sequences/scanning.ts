/** The layers over sequences that carry a state from tick to tick or block to block, checked and run by the kernels. */
import { checkScanning, type Scanning } from '../../scanningChecks';
import type { Engine } from '../engine';
import { ovq, ovqBackward } from './ovq';
import { scan, scanBackward } from './scan';
import { convolveTicks, convolveTicksBackward, delay } from './ticks';

export function scanning(engine: Engine): Scanning {
  return {
    async convolveTicks(call) {
      checkScanning('convolveTicks', call);
      convolveTicks(engine, call);
    },
    async convolveTicksBackward(call) {
      checkScanning('convolveTicksBackward', call);
      convolveTicksBackward(engine, call);
    },
    async delay(call) {
      checkScanning('delay', call);
      delay(engine, call);
    },
    async scan(call) {
      checkScanning('scan', call);
      scan(engine, call);
    },
    async scanBackward(call) {
      checkScanning('scanBackward', call);
      scanBackward(engine, call);
    },
    async ovq(call) {
      checkScanning('ovq', call);
      ovq(engine, call);
    },
    async ovqBackward(call) {
      checkScanning('ovqBackward', call);
      ovqBackward(engine, call);
    }
  };
}
