/**
 * The leaky readout, its error and its loss over `steps` ticks (src/compute/compute.ts, ReadoutCall).
 *
 * 2 K N flops a tick and trial, K outputs. Threads take trials. The products of 16 ticks of a single trial,
 * or of one tick of several, are computed together; the filter then walks them in order.
 */
import { share } from './barrier';
import { exp4, storeSome } from './math';
import { LANES, panelCount, rowsScratch, rowsTimesPanels } from './panels';

@unmanaged
export class ReadoutCall {
  classification: i32;
  from: i32;
  steps: i32;
  batch: i32;
  units: i32;
  outputs: i32;
  panels: usize;
  activity: usize;
  target: usize;
  mask: usize;
  output: usize;
  trace: usize;
  loss: usize;
  outputHistory: usize;
  errorHistory: usize;
  traceHistory: usize;
  scratch: usize;
  /** 1 - kappa: kappa y + (1 - kappa) x is computed as y + gain (x - y). */
  gain: f32;
}

const AHEAD: i32 = 16;

function productBytes(batch: i32, outputs: i32): usize {
  return 4 * <usize>max(batch, AHEAD) * <usize>(panelCount(outputs) * LANES);
}

export function readoutScratch(batch: i32, units: i32, outputs: i32, threads: i32): usize {
  return productBytes(batch, outputs) + <usize>(rowsScratch(units) * threads);
}

export function readout(call: ReadoutCall, thread: i32, threads: i32): void {
  const batch = call.batch;
  const units = call.units;
  const lump = batch >= 8 ? 4 : 1;
  const firstTrial = share(batch, lump, thread, threads);
  const lastTrial = share(batch, lump, thread + 1, threads);
  const trials = lastTrial - firstTrial;
  if (trials == 0) return;
  const panels = panelCount(call.outputs);
  const pitch = 4 * <usize>(panels * LANES);
  const products = call.scratch + <usize>firstTrial * pitch;
  const scratch = call.scratch + productBytes(batch, call.outputs) + <usize>(rowsScratch(units) * thread);
  const end = call.from + call.steps;
  const ahead = batch > 1 ? 1 : AHEAD;

  for (let start = call.from; start < end; start += ahead) {
    const ticks = min(ahead, end - start);
    const activity = call.activity + 4 * <usize>(start * batch + firstTrial) * <usize>units;
    rowsTimesPanels(
      activity,
      4 * <usize>units,
      batch > 1 ? trials : ticks,
      units,
      call.panels,
      32 * <usize>units,
      panels,
      products,
      pitch,
      false,
      scratch,
    );
    for (let tick = 0; tick < ticks; tick++) {
      for (let b = firstTrial; b < lastTrial; b++) {
        const row = (start + tick) * batch + b;
        filterTrace(call, b, row);
        filterOutput(call, b, row, products + <usize>(tick + b - firstTrial) * pitch);
      }
    }
  }
}

function filterTrace(call: ReadoutCall, b: i32, row: i32): void {
  const units = call.units;
  const gain = f32x4.splat(call.gain);
  const trace = call.trace + 4 * <usize>(b * units);
  const at = 4 * <usize>row * <usize>units;
  for (let i = 0; i < units; i += 4) {
    const o = 4 * <usize>i;
    const old = v128.load(trace + o);
    const value = f32x4.add(old, f32x4.mul(gain, f32x4.sub(v128.load(call.activity + at + o), old)));
    storeSome(trace + o, value, units - i);
    storeSome(call.traceHistory + at + o, value, units - i);
  }
}

/** y <- kappa y + (1 - kappa) product, then error and loss. `product` is spent: the softmax is built there. */
function filterOutput(call: ReadoutCall, b: i32, row: i32, product: usize): void {
  const outputs = call.outputs;
  const gain = f32x4.splat(call.gain);
  const state = call.output + 4 * <usize>(b * outputs);
  const at = 4 * <usize>row * <usize>outputs;
  const y = call.outputHistory + at;
  const target = call.target + at;
  const error = call.errorHistory + at;
  const loss = call.loss + 4 * <usize>b;
  for (let k = 0; k < outputs; k += 4) {
    const o = 4 * <usize>k;
    const old = v128.load(state + o);
    const value = f32x4.add(old, f32x4.mul(gain, f32x4.sub(v128.load(product + o), old)));
    storeSome(state + o, value, outputs - k);
    storeSome(y + o, value, outputs - k);
  }

  const counts = load<f32>(call.mask + 4 * <usize>row);
  if (counts == 0) {
    memory.fill(error, 0, 4 * <usize>outputs);
    return;
  }
  let lost: f64 = 0;
  if (call.classification) {
    let largest: f32 = -Infinity;
    for (let k: usize = 0; k < <usize>outputs; k++) largest = max(largest, load<f32>(y + 4 * k));
    const top = f32x4.splat(largest);
    for (let k: usize = 0; k < <usize>outputs; k += 4) {
      v128.store(product + 4 * k, exp4(f32x4.sub(v128.load(y + 4 * k), top)));
    }
    let partition: f32 = 0;
    for (let k: usize = 0; k < <usize>outputs; k++) partition += load<f32>(product + 4 * k);
    const logPartition = Math.log(<f64>partition);
    for (let k: usize = 0; k < <usize>outputs; k++) {
      const wanted = load<f32>(target + 4 * k);
      store<f32>(error + 4 * k, counts * (load<f32>(product + 4 * k) / partition - wanted));
      if (wanted != 0) lost -= <f64>wanted * (<f64>load<f32>(y + 4 * k) - <f64>largest - logPartition);
    }
  } else {
    for (let k: usize = 0; k < <usize>outputs; k++) {
      const difference = load<f32>(y + 4 * k) - load<f32>(target + 4 * k);
      store<f32>(error + 4 * k, counts * difference);
      lost += 0.5 * <f64>difference * <f64>difference;
    }
  }
  store<f32>(loss, <f32>(<f64>load<f32>(loss) + <f64>counts * lost));
}
