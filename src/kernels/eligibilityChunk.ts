/**
 * The chunk form: the gates depend on the postsynaptic unit alone, so a backward scan per unit gives the
 * coefficient with which each tick's presynaptic trace enters the results, and these are rank-n products.
 * Backward from the last tick, with w = pass + slope psi, g = carry + slope psi, stages i = last .. 1 below F and
 * s, nu, m starting at 0, P at 1; phi^o_t is how far e_t reaches the last tick's trace o through the filters alone,
 * a number all units share (eligibilityResponse.ts):
 *
 *   r^F = L + s^F, s^F <- kappa r^F;   r^last = (1 - kappa) r^F + s^last, s^last <- filter r^last;   r^i = r^{i+1} + s^i, ..
 *   l = r^1 + c;   b = psi (l + nu);   nu <- g nu + w l
 *   a = P psi;   P <- P g;   for each trace o of f^1 .., F:  q^o = psi (phi^o + m^o);   m^o <- g m^o + w phi^o
 *
 *   G += scale (b^T Z + nu E + sum_i s^i f^i + s^F F);   f^o <- sum_{i <= o} K^{oi} f^i + m^o E + q^o^T Z;
 *   E <- P E + a^T Z
 *
 * 2 N M flops a tick and trial however deep the cascade, and where traces are carried 2 N M more for each of them;
 * the traces move once per chunk. Trial by trial: threads scan units, meet, and multiply columns, while the next
 * scan writes to the other half of a pair of buffers, so one barrier a trial is enough.
 */
import { barrier, share } from './barrier';
import { EligibilityCall, autapse, decayOf, readoutDecay } from './eligibility';
import { outputsOf, response, responseBytes, transfer, writeResponses } from './eligibilityResponse';
import { storeSome } from './math';
import { BLOCK, LANES, packPanels, packStrip, panelCount } from './panels';
import { tile } from './tile';

// @ts-ignore: decorator
@inline
function padded(units: i32): usize {
  return <usize>((units + 3) & ~3);
}

/** Coefficients over the ticks: b, and where traces are carried a and one q for each of f^1 .., F. */
function planes(filters: i32, carried: bool): i32 {
  return carried ? 3 + filters : 1;
}

/** Floats per unit left by a scan: nu, P, the weights s of f^1 .., F, and one m for each of them. */
function finals(filters: i32): i32 {
  return 4 + 2 * filters;
}

/** One set of coefficients, then the finals. */
function scanBytes(steps: i32, units: i32, filters: i32, carried: bool): usize {
  return 4 * padded(units) * <usize>(planes(filters, carried) * steps + finals(filters));
}

/** Strips of the product; the running s and m of a scan lie there before it. */
function stripBytes(steps: i32, filters: i32): usize {
  return 16 * <usize>max(steps, 2 * (filters + 1)) + 128;
}

function scratchPerThread(steps: i32, fanIn: i32, filters: i32): usize {
  const packed = 32 * <usize>panelCount(fanIn) * <usize>steps;
  return stripBytes(steps, filters) + packed + responseBytes(steps, filters);
}

export function eligibilityChunkScratch(
  steps: i32,
  units: i32,
  fanIn: i32,
  filters: i32,
  carried: bool,
  threads: i32,
): usize {
  const scans = 2 * scanBytes(steps, units, filters, carried);
  return scans + 4 * padded(units) + scratchPerThread(steps, fanIn, filters) * <usize>threads;
}

export function eligibilityChunk(call: EligibilityCall, control: usize, thread: i32, threads: i32): void {
  const steps = call.steps;
  const units = call.units;
  const fanIn = call.fanIn;
  const filters = call.filters;
  const firstUnit = share(units, 4, thread, threads);
  const lastUnit = share(units, 4, thread + 1, threads);
  const firstPanel = share(panelCount(fanIn), 1, thread, threads);
  const lastPanel = share(panelCount(fanIn), 1, thread + 1, threads);
  const firstColumn = min(fanIn, firstPanel * LANES);
  const columns = min(fanIn, lastPanel * LANES) - firstColumn;
  const half = scanBytes(steps, units, filters, call.eligibility != 0);
  const kept = call.scratch + 2 * half;
  const scratch = kept + 4 * padded(units) + scratchPerThread(steps, fanIn, filters) * <usize>thread;
  const responses = scratch + stripBytes(steps, filters);
  const packed = responses + responseBytes(steps, filters);
  if (call.eligibility) writeResponses(call, responses);
  keepAutapses(call, firstColumn, columns, kept, false);
  for (let b = 0; b < call.batch; b++) {
    const coefficients = call.scratch + (b & 1 ? half : 0);
    scan(call, b, coefficients, responses, scratch, firstUnit, lastUnit);
    barrier(control, threads);
    if (columns > 0) {
      multiply(call, b, coefficients, responses, firstColumn, columns, lastPanel - firstPanel, packed, scratch);
    }
  }
  keepAutapses(call, firstColumn, columns, kept, true);
}

/** Sets the autapses of the given columns aside, or puts them back. */
function keepAutapses(call: EligibilityCall, firstColumn: i32, columns: i32, kept: usize, restore: bool): void {
  if (call.selfFrom < 0) return;
  for (let i = 0; i < call.units; i++) {
    const column = call.selfFrom + i;
    const address = autapse(call, i);
    if (!address || column < firstColumn || column >= firstColumn + columns) continue;
    if (restore) store<f32>(address, load<f32>(kept + 4 * <usize>i));
    else store<f32>(kept + 4 * <usize>i, load<f32>(address));
  }
}

/** The backward scan of trial b for units [first, last). Reads up to 3 floats past a row. */
function scan(
  call: EligibilityCall,
  b: i32,
  coefficients: usize,
  responses: usize,
  running: usize,
  first: i32,
  last: i32,
): void {
  const steps = call.steps;
  const chain = call.filters + 1;
  const pitch = 4 * padded(call.units);
  const plane = pitch * <usize>steps;
  const carried = call.eligibility != 0;
  const outputs = outputsOf(call);
  const fresh = f32x4.splat(1 - readoutDecay(call));
  const zero = f32x4.splat(0);
  const rowPitch = 4 * <usize>call.batch * <usize>call.units;
  const mixed = running + 16 * <usize>chain;
  for (let i = first; i < last; i += 4) {
    const o = 4 * <usize>i;
    const pass = v128.load(call.pass + o);
    const carry = v128.load(call.carry + o);
    const slope = v128.load(call.slope + o);
    const unit = 4 * <usize>(b * call.units + i);
    const constant = call.constantSignal ? v128.load(call.constantSignal + unit) : zero;
    let nu = zero;
    let P = f32x4.splat(1);
    memory.fill(running, 0, 32 * <usize>chain);
    for (let t = steps - 1; t >= 0; t--) {
      const at = unit + rowPitch * <usize>t;
      const psi = v128.load(call.drive + at);
      const gated = f32x4.mul(slope, psi);
      const w = f32x4.add(pass, gated);
      const g = f32x4.add(carry, gated);
      const to = coefficients + pitch * <usize>t + o;
      let reach = v128.load(call.signal + at);
      for (let stage = chain; stage > 0; stage--) {
        const kept = running + 16 * <usize>(stage - 1);
        reach = f32x4.add(reach, v128.load(kept));
        v128.store(kept, f32x4.mul(f32x4.splat(decayOf(call, stage)), reach));
        if (stage == chain) reach = f32x4.mul(fresh, reach);
      }
      const weight = f32x4.add(reach, constant);
      v128.store(to, f32x4.mul(psi, f32x4.add(weight, nu)));
      nu = f32x4.add(f32x4.mul(g, nu), f32x4.mul(w, weight));
      if (carried) {
        v128.store(to + plane, f32x4.mul(P, psi));
        P = f32x4.mul(P, g);
        for (let output = 0; output < outputs; output++) {
          const phi = v128.load_splat<f32>(response(call, responses, output) + 4 * <usize>t);
          const m = v128.load(mixed + 16 * <usize>output);
          v128.store(to + plane * <usize>(2 + output), f32x4.mul(psi, f32x4.add(phi, m)));
          v128.store(mixed + 16 * <usize>output, f32x4.add(f32x4.mul(g, m), f32x4.mul(w, phi)));
        }
      }
    }
    let to = coefficients + plane * <usize>planes(call.filters, carried) + o;
    v128.store(to, nu);
    v128.store(to + pitch, P);
    for (let n = 0; n < 2 * chain; n++) v128.store(to + pitch * <usize>(2 + n), v128.load(running + 16 * <usize>n));
  }
}

/** Adds what trial b contributes to `columns` columns of G and of the traces. */
function multiply(
  call: EligibilityCall,
  b: i32,
  coefficients: usize,
  responses: usize,
  firstColumn: i32,
  columns: i32,
  panels: i32,
  packed: usize,
  scratch: usize,
): void {
  const steps = call.steps;
  const units = call.units;
  const fanIn = <usize>call.fanIn;
  const plane = 4 * padded(units) * <usize>steps;
  const offset = 4 * <usize>firstColumn;
  const G = call.gradient + offset;
  const trial = 4 * <usize>b * <usize>units * fanIn + offset;
  const outputs = outputsOf(call);

  if (call.eligibility) {
    const finals = coefficients + plane * <usize>planes(call.filters, true);
    for (let i = 0; i < units; i++) {
      const row = 4 * <usize>i * fanIn;
      mixRow(call, finals + 4 * <usize>i, responses, G + row, trial + row, columns);
    }
  }
  if (steps == 0) return;
  packPanels(
    call.preTrace + 4 * <usize>b * fanIn + offset,
    <usize>call.batch * fanIn,
    1,
    steps,
    columns,
    packed,
    0,
    panels,
  );
  addProduct(call, coefficients, packed, G, columns, panels, call.scale, scratch);
  if (!call.eligibility) return;
  addProduct(call, coefficients + plane, packed, call.eligibility + trial, columns, panels, 1, scratch);
  for (let output = 0; output < outputs; output++) {
    const q = coefficients + plane * <usize>(2 + output);
    addProduct(call, q, packed, traceOf(call, output) + trial, columns, panels, 1, scratch);
  }
  if (outputs > call.filters) return;
  for (let i: usize = 0; i < <usize>units; i++) {
    const row = trial + 4 * i * fanIn;
    memory.copy(call.filtered + row, traceOf(call, outputs - 1) + row, 4 * <usize>columns);
  }
}

/** Address of the chain's n-th trace, from 0: f^1, f^2, .., F. */
// @ts-ignore: decorator
@inline
function traceOf(call: EligibilityCall, n: i32): usize {
  const size = 4 * <usize>call.batch * <usize>call.units * <usize>call.fanIn;
  return n < call.filters ? call.stages + size * <usize>n : call.filtered;
}

/** What the old traces of one unit, `at` bytes into each, contribute to its row of G and to the new traces. */
function mixRow(call: EligibilityCall, finals: usize, responses: usize, G: usize, at: usize, columns: i32): void {
  const chain = call.filters + 1;
  const outputs = outputsOf(call);
  const pitch = 4 * padded(call.units);
  const weights = finals + 2 * pitch;
  const mixed = weights + pitch * <usize>chain;
  const scale = call.scale;
  const nu = f32x4.splat(scale * load<f32>(finals));
  const P = v128.load_splat<f32>(finals + pitch);
  for (let column = 0; column < columns; column += 4) {
    const left = columns - column;
    const o = at + 4 * <usize>column;
    const e = v128.load(call.eligibility + o);
    let old = f32x4.mul(nu, e);
    for (let n = chain - 1; n >= 0; n--) {
      const weight = f32x4.splat(scale * load<f32>(weights + pitch * <usize>n));
      old = f32x4.add(old, f32x4.mul(weight, v128.load(traceOf(call, n) + o)));
    }
    const g = G + 4 * <usize>column;
    storeSome(g, f32x4.add(v128.load(g), old), left);
    for (let output = outputs - 1; output >= 0; output--) {
      const m = v128.load_splat<f32>(mixed + pitch * <usize>output);
      let value = f32x4.mul(m, e);
      for (let n = output; n >= 0; n--) {
        const share = v128.load_splat<f32>(transfer(call, responses, output, n));
        value = f32x4.add(value, f32x4.mul(share, v128.load(traceOf(call, n) + o)));
      }
      storeSome(traceOf(call, output) + o, value, left);
    }
    storeSome(call.eligibility + o, f32x4.mul(P, e), left);
  }
}

/** target (units x columns of a matrix fanIn wide) += alpha coefficients^T packed. */
function addProduct(
  call: EligibilityCall,
  coefficients: usize,
  packed: usize,
  target: usize,
  columns: i32,
  panels: i32,
  alpha: f32,
  strip: usize,
): void {
  const steps = call.steps;
  const spare = strip + 16 * <usize>steps;
  const pitch = 4 * <usize>call.fanIn;
  for (let i = 0; i < call.units; i += 4) {
    const height = min(4, call.units - i);
    packStrip(coefficients + 4 * <usize>i, 1, padded(call.units), height, steps, strip);
    for (let start = 0; start < steps; start += BLOCK) {
      const terms = min(BLOCK, steps - start);
      const from = strip + 16 * <usize>start;
      for (let panel = 0; panel < panels; panel++) {
        const at = packed + 32 * (<usize>panel * steps + start);
        const column = panel * LANES;
        const c = target + <usize>i * pitch + 4 * <usize>column;
        tile(from, at, terms, c, pitch, height, columns - column, alpha, true, spare);
      }
    }
  }
}
