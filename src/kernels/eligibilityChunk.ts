/**
 * The chunk form: the gates depend on the postsynaptic unit alone, so a backward scan per unit gives the
 * coefficient with which each tick's presynaptic trace enters the results, and these are rank-n products.
 * Backward from the last tick, with w = pass + slope psi, g = carry + slope psi and lam, nu, m starting at 0,
 * P and k at 1:
 *
 *   lam <- L + kappa lam;   l = (1 - kappa) lam + c;   b = psi (l + nu);               nu <- g nu + w l
 *   a = P psi;   P <- P g;  q = psi ((1 - kappa) k + m);  m <- g m + w (1 - kappa) k;  k <- kappa k
 *
 *   G += scale (b^T Z + nu E + kappa lam F);   F <- k F + m E + q^T Z;   E <- P E + a^T Z
 *
 * 2 N M flops a tick and trial, 6 where E and F are carried; the traces move once per chunk. Trial by trial:
 * threads scan units, meet, and multiply columns, while the next scan writes to the other half of a pair of
 * buffers, so one barrier a trial is enough.
 */
import { barrier, share } from './barrier';
import { EligibilityCall, autapse } from './eligibility';
import { BLOCK, LANES, packPanels, packStrip, panelCount, tile } from './panels';

/** Floats per unit left by a scan: nu, kappa lam, P, m, k. */
const FINALS: usize = 5;

// @ts-ignore: decorator
@inline
function padded(units: i32): usize {
  return <usize>((units + 3) & ~3);
}

/** One set of coefficients: b, a and q over the ticks, then the finals. */
function scanBytes(steps: i32, units: i32): usize {
  return 4 * padded(units) * (3 * <usize>steps + FINALS);
}

function scratchPerThread(steps: i32, fanIn: i32): usize {
  const strips = 16 * <usize>steps + 128;
  return strips + 32 * <usize>panelCount(fanIn) * <usize>steps;
}

export function eligibilityChunkScratch(steps: i32, units: i32, fanIn: i32, threads: i32): usize {
  return 2 * scanBytes(steps, units) + 4 * padded(units) + scratchPerThread(steps, fanIn) * <usize>threads;
}

export function eligibilityChunk(call: EligibilityCall, control: usize, thread: i32, threads: i32): void {
  const steps = call.steps;
  const units = call.units;
  const fanIn = call.fanIn;
  const firstUnit = share(units, 4, thread, threads);
  const lastUnit = share(units, 4, thread + 1, threads);
  const firstPanel = share(panelCount(fanIn), 1, thread, threads);
  const lastPanel = share(panelCount(fanIn), 1, thread + 1, threads);
  const firstColumn = min(fanIn, firstPanel * LANES);
  const columns = min(fanIn, lastPanel * LANES) - firstColumn;
  const kept = call.scratch + 2 * scanBytes(steps, units);
  const scratch = kept + 4 * padded(units) + scratchPerThread(steps, fanIn) * <usize>thread;
  keepAutapses(call, firstColumn, columns, kept, false);
  for (let b = 0; b < call.batch; b++) {
    const coefficients = call.scratch + (b & 1 ? scanBytes(steps, units) : 0);
    scan(call, b, coefficients, firstUnit, lastUnit);
    barrier(control, threads);
    if (columns > 0) multiply(call, b, coefficients, firstColumn, columns, lastPanel - firstPanel, scratch);
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
function scan(call: EligibilityCall, b: i32, coefficients: usize, first: i32, last: i32): void {
  const steps = call.steps;
  const pitch = 4 * padded(call.units);
  const plane = pitch * <usize>steps;
  const carried = call.eligibility != 0;
  const kappa = f32x4.splat(call.readoutDecay);
  const fresh = f32x4.splat(1 - call.readoutDecay);
  const zero = f32x4.splat(0);
  const rowPitch = 4 * <usize>call.batch * <usize>call.units;
  for (let i = first; i < last; i += 4) {
    const o = 4 * <usize>i;
    const pass = v128.load(call.pass + o);
    const carry = v128.load(call.carry + o);
    const slope = v128.load(call.slope + o);
    const unit = 4 * <usize>(b * call.units + i);
    const constant = call.constantSignal ? v128.load(call.constantSignal + unit) : zero;
    let lam = zero;
    let nu = zero;
    let m = zero;
    let P = f32x4.splat(1);
    let k = P;
    for (let t = steps - 1; t >= 0; t--) {
      const at = unit + rowPitch * <usize>t;
      const psi = v128.load(call.drive + at);
      const gated = f32x4.mul(slope, psi);
      const w = f32x4.add(pass, gated);
      const g = f32x4.add(carry, gated);
      const to = coefficients + pitch * <usize>t + o;
      lam = f32x4.add(v128.load(call.signal + at), f32x4.mul(kappa, lam));
      const weight = f32x4.add(f32x4.mul(fresh, lam), constant);
      v128.store(to, f32x4.mul(psi, f32x4.add(weight, nu)));
      nu = f32x4.add(f32x4.mul(g, nu), f32x4.mul(w, weight));
      if (carried) {
        v128.store(to + plane, f32x4.mul(P, psi));
        P = f32x4.mul(P, g);
        const filtered = f32x4.mul(fresh, k);
        v128.store(to + 2 * plane, f32x4.mul(psi, f32x4.add(filtered, m)));
        m = f32x4.add(f32x4.mul(g, m), f32x4.mul(w, filtered));
        k = f32x4.mul(kappa, k);
      }
    }
    const finals = coefficients + 3 * plane + o;
    v128.store(finals, nu);
    v128.store(finals + pitch, f32x4.mul(kappa, lam));
    v128.store(finals + 2 * pitch, P);
    v128.store(finals + 3 * pitch, m);
    v128.store(finals + 4 * pitch, k);
  }
}

/** Adds what trial b contributes to `columns` columns of G, F and E. */
function multiply(
  call: EligibilityCall,
  b: i32,
  coefficients: usize,
  firstColumn: i32,
  columns: i32,
  panels: i32,
  scratch: usize,
): void {
  const steps = call.steps;
  const units = call.units;
  const fanIn = <usize>call.fanIn;
  const pitch = 4 * padded(units);
  const plane = pitch * <usize>steps;
  const offset = 4 * <usize>firstColumn;
  const G = call.gradient + offset;
  const trial = 4 * <usize>b * <usize>units * fanIn + offset;

  if (call.eligibility) {
    const finals = coefficients + 3 * plane;
    for (let i = 0; i < units; i++) {
      const row = 4 * <usize>i * fanIn;
      mixRow(call, finals + 4 * <usize>i, pitch, G + row, call.eligibility + trial + row, call.filtered + trial + row, columns);
    }
  }
  if (steps == 0) return;
  const packed = scratch + 16 * <usize>steps + 128;
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
  if (call.eligibility) {
    addProduct(call, coefficients + plane, packed, call.eligibility + trial, columns, panels, 1, scratch);
    addProduct(call, coefficients + 2 * plane, packed, call.filtered + trial, columns, panels, 1, scratch);
  }
}

/** What the old traces of one unit contribute: G += scale (nu E + kappa lam F), F <- k F + m E, E <- P E. */
function mixRow(call: EligibilityCall, finals: usize, pitch: usize, G: usize, E: usize, F: usize, columns: i32): void {
  const nu = call.scale * load<f32>(finals);
  const lam = call.scale * load<f32>(finals + pitch);
  const P = load<f32>(finals + 2 * pitch);
  const m = load<f32>(finals + 3 * pitch);
  const k = load<f32>(finals + 4 * pitch);
  const end = E + 4 * <usize>columns;
  for (; E + 16 <= end; E += 16, F += 16, G += 16) {
    const e = v128.load(E);
    const f = v128.load(F);
    const old = f32x4.add(f32x4.mul(f32x4.splat(nu), e), f32x4.mul(f32x4.splat(lam), f));
    v128.store(G, f32x4.add(v128.load(G), old));
    v128.store(F, f32x4.add(f32x4.mul(f32x4.splat(k), f), f32x4.mul(f32x4.splat(m), e)));
    v128.store(E, f32x4.mul(f32x4.splat(P), e));
  }
  for (; E < end; E += 4, F += 4, G += 4) {
    const e = load<f32>(E);
    const f = load<f32>(F);
    store<f32>(G, load<f32>(G) + (nu * e + lam * f));
    store<f32>(F, k * f + m * e);
    store<f32>(E, P * e);
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
