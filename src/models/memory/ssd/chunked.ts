/**
 * The scan a chunk at a time (Dao & Gu 2024, arXiv 2405.21060, section 6): pairs within a chunk by the matrix, all before by the state.
 * With cs the running sum of dt A within the chunk:
 *
 *   h_out = exp(cs_end) h_in + sum_s exp(cs_end - cs_s) dt_s x_s B_s^T
 */
import { exp } from '../../../compute/transcendentals';
import { addScaled, MemoryError, type Rows, zeroRows } from '../rows';
import { runningDecay, ssdDense } from './dense';
import { stateRow, tokens } from './scan';
import { checkSsd, readAt, type SsdInput, type SsdSettings } from './settings';

/** As `ssdScan`, in chunks of `chunk` tokens, the last of which may be shorter. Throws MemoryError. */
export function ssdChunked(state: Rows, input: SsdInput, settings: SsdSettings, chunk: number): Rows {
  checkSsd(input, state, settings);
  if (!(Number.isSafeInteger(chunk) && chunk >= 1))
    throw new MemoryError(`A chunk has ${chunk} tokens; expected a whole number from 1.`);
  const { columns, rows } = input.x;
  const y = zeroRows(rows, columns);
  for (let from = 0; from < rows; from += chunk) {
    const part = tokens(input, from, Math.min(rows, from + chunk));
    y.data.set(ssdDense(state, part, settings).data, from * columns);
    carry(state, part, settings);
  }
  return y;
}

function carry(state: Rows, part: SsdInput, settings: SsdSettings): void {
  for (let h = 0; h < settings.heads; h++) {
    const decays = runningDecay(part, settings, h);
    const end = decays[decays.length - 1];
    for (let p = 0; p < settings.headWidth; p++) {
      const row = stateRow(state, settings, h, p);
      for (let n = 0; n < row.length; n++) row[n] *= exp(end);
      decays.forEach((decay, s) => {
        const { b, dt, x } = readAt(part, settings, h, s);
        addScaled(row, exp(end - decay) * dt * x[p], b);
      });
    }
  }
}
