/**
 * The adjoint of a layer over a chunk of ticks, from the last to the first (src/compute/compute.ts, BackwardCall, gives
 * the equations).
 *
 * Through the whole layer a tick costs 2 N^2 flops and 4 N^2 bytes of recurrent weights a trial, as forward; along each
 * unit's own state, or not through time at all, some 10 N flops. What the ticks after give back to the units lies in
 * `heard`: R^T current of the whole layer, or of a leaky tanh unit its own weight's part.
 *
 * Threads take trials, or, for a single trial, units, and then meet once a tick where they hear each other.
 */
import { barrier, share } from './barrier';
import { MEMBRANE, SPIKING } from './forward';
import { storeSome } from './math';
import { LANES, panelCount, rowsScratch, rowsTimesPanels } from './panels';

/** How far back credit travels, as src/compute/wasm/layers.ts numbers it. */
const TICK: i32 = 0;
const LAYER: i32 = 2;

@unmanaged
export class BackwardCall {
  kind: i32;
  through: i32;
  steps: i32;
  batch: i32;
  units: i32;
  /** Own weights, `ownPitch` floats apart. */
  own: usize;
  ownPitch: i32;
  /** R, packed over postsynaptic units; 0 where credit does not travel through it. */
  panels: usize;
  drive: usize;
  signal: usize;
  current: usize;
  /** [units] leak, or strength of adaptation. */
  perUnit: usize;
  scratch: usize;
  /** As in ForwardCall. */
  membraneLoss: f32;
  currentGain: f32;
  threshold: f32;
  dampening: f32;
  refractorySteps: f32;
  adaptationLoss: f32;
}

/** Floats of a row of units, in whole panels. */
// @ts-ignore: decorator
@inline
function padded(units: i32): i32 {
  return panelCount(units) * LANES;
}

/** Rows of the trials: what they heard, q, da. Then the own weights. */
function stateBytes(batch: i32, units: i32): usize {
  return 4 * <usize>padded(units) * <usize>(3 * batch + 1);
}

export function backwardScratch(batch: i32, units: i32, threads: i32): usize {
  return stateBytes(batch, units) + <usize>(rowsScratch(units) * threads);
}

export function backward(call: BackwardCall, control: usize, thread: i32, threads: i32): void {
  const batch = call.batch;
  const units = call.units;
  const byTrial = batch > 1;
  const lump = batch >= 8 ? 4 : 1;
  const firstTrial = byTrial ? share(batch, lump, thread, threads) : 0;
  const lastTrial = byTrial ? share(batch, lump, thread + 1, threads) : batch;
  const panels = panelCount(units);
  const firstPanel = byTrial ? 0 : share(panels, 2, thread, threads);
  const lastPanel = byTrial ? panels : share(panels, 2, thread + 1, threads);
  const firstUnit = min(units, firstPanel * LANES);
  const lastUnit = min(units, lastPanel * LANES);
  const trials = lastTrial - firstTrial;

  const pitch = 4 * <usize>padded(units);
  const heard = call.scratch;
  const q = heard + pitch * <usize>batch;
  const da = q + pitch * <usize>batch;
  const own = da + pitch * <usize>batch;
  const scratch = call.scratch + stateBytes(batch, units) + <usize>(rowsScratch(units) * thread);
  const panelBytes = 32 * <usize>units;
  const ownPanels = call.panels + <usize>firstPanel * panelBytes;
  const ownLanes = 32 * <usize>firstPanel;
  const laneBytes = 32 * <usize>(lastPanel - firstPanel);
  for (let b: usize = firstTrial; b < <usize>lastTrial; b++) {
    memory.fill(heard + b * pitch + ownLanes, 0, laneBytes);
    memory.fill(q + b * pitch + ownLanes, 0, laneBytes);
    memory.fill(da + b * pitch + ownLanes, 0, laneBytes);
  }
  // All threads that take the same units write the same weights.
  for (let i: usize = firstUnit; i < <usize>lastUnit; i++) {
    store<f32>(own + 4 * i, load<f32>(call.own + 4 * i * <usize>call.ownPitch));
  }

  for (let t = call.steps - 1; t >= 0; t--) {
    if (call.through == LAYER && t < call.steps - 1) {
      rowsTimesPanels(
        call.current + 4 * <usize>((t + 1) * batch + firstTrial) * <usize>units,
        4 * <usize>units,
        trials,
        units,
        ownPanels,
        panelBytes,
        lastPanel - firstPanel,
        heard + <usize>firstTrial * pitch + ownLanes,
        pitch,
        false,
        scratch,
      );
    }
    for (let b = firstTrial; b < lastTrial; b++) {
      const at = 4 * <usize>(t * batch + b) * <usize>units;
      const row = <usize>b * pitch;
      if (call.through == TICK) sameTick(call, at, firstUnit, lastUnit);
      else if (call.kind == SPIKING) spikingUnits(call, heard + row, q + row, da + row, at, firstUnit, lastUnit);
      else if (call.kind == MEMBRANE) membraneUnits(call, heard + row, q + row, at, firstUnit, lastUnit);
      else leakyTanhUnits(call, heard + row, q + row, own, at, firstUnit, lastUnit);
    }
    if (call.through == LAYER && !byTrial) barrier(control, threads);
  }
}

/** current = drive S, times gain. */
function sameTick(call: BackwardCall, at: usize, first: i32, last: i32): void {
  const gain = f32x4.splat(call.currentGain);
  for (let i = first; i < last; i += 4) {
    const o = at + 4 * <usize>i;
    const q = f32x4.mul(v128.load(call.drive + o), v128.load(call.signal + o));
    storeSome(call.current + o, f32x4.mul(gain, q), last - i);
  }
}

/** q <- S + (1 - leak) q + heard;  current = drive q. */
function leakyTanhUnits(
  call: BackwardCall,
  heard: usize,
  q: usize,
  own: usize,
  at: usize,
  first: i32,
  last: i32,
): void {
  const one = f32x4.splat(1);
  for (let i = first; i < last; i += 4) {
    const o = 4 * <usize>i;
    const keep = f32x4.sub(one, v128.load(call.perUnit + o));
    const kept = f32x4.add(f32x4.mul(keep, v128.load(q + o)), v128.load(heard + o));
    const value = f32x4.add(v128.load(call.signal + at + o), kept);
    const current = f32x4.mul(v128.load(call.drive + at + o), value);
    v128.store(q + o, value);
    if (call.through != LAYER) v128.store(heard + o, f32x4.mul(v128.load(own + o), current));
    storeSome(call.current + at + o, current, last - i);
  }
}

/** dz = S + heard;  current <- drive dz + decay current, kept as q. */
function membraneUnits(call: BackwardCall, heard: usize, q: usize, at: usize, first: i32, last: i32): void {
  const leak = f32x4.splat(call.membraneLoss);
  for (let i = first; i < last; i += 4) {
    const o = 4 * <usize>i;
    const dz = f32x4.add(v128.load(call.signal + at + o), v128.load(heard + o));
    const after = v128.load(q + o);
    const fresh = f32x4.mul(v128.load(call.drive + at + o), dz);
    const current = f32x4.add(after, f32x4.sub(fresh, f32x4.mul(leak, after)));
    v128.store(q + o, current);
    storeSome(call.current + at + o, current, last - i);
  }
}

/** dz = S + da + heard - v_th q;  da <- rho da - beta drive dz;  q <- drive dz + decay q;  current = gain q. */
function spikingUnits(
  call: BackwardCall,
  heard: usize,
  q: usize,
  da: usize,
  at: usize,
  first: i32,
  last: i32,
): void {
  const reset = f32x4.splat(call.through == LAYER ? call.threshold : 0);
  const leak = f32x4.splat(call.membraneLoss);
  const fade = f32x4.splat(call.adaptationLoss);
  const gain = f32x4.splat(call.currentGain);
  for (let i = first; i < last; i += 4) {
    const o = 4 * <usize>i;
    const after = v128.load(q + o);
    const tired = v128.load(da + o);
    const back = f32x4.sub(v128.load(heard + o), f32x4.mul(reset, after));
    const dz = f32x4.add(f32x4.add(v128.load(call.signal + at + o), tired), back);
    const fresh = f32x4.mul(v128.load(call.drive + at + o), dz);
    const value = f32x4.add(after, f32x4.sub(fresh, f32x4.mul(leak, after)));
    const strength = f32x4.mul(v128.load(call.perUnit + o), fresh);
    v128.store(q + o, value);
    v128.store(da + o, f32x4.sub(tired, f32x4.add(strength, f32x4.mul(fade, tired))));
    storeSome(call.current + at + o, f32x4.mul(gain, value), last - i);
  }
}
