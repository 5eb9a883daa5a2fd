/**
 * The step form: every trace is advanced tick by tick. About 12 flops a synapse and tick (5 where e and E
 * are one and nothing is filtered).
 *
 * Walked tick by tick over whole matrices it would move 24 bytes a synapse and tick. The presynaptic history
 * of the chunk is known, so instead 16 neighbouring synapses of one unit are taken through up to DEPTH ticks
 * in registers: 24 / DEPTH bytes, and the same bits. For several trials the traces of all trials come and go
 * at each tick, since the gradient is summed tick by tick, whatever calls the ticks are cut into.
 *
 * Threads take units and never wait.
 */
import { share } from './barrier';
import { EligibilityCall, autapse } from './eligibility';

/** Rows (ticks times trials) held at a time: for 1024 synapses 256 KiB of them, half of a usual L2. */
const DEPTH: i32 = 64;

/** Floats of one tile: what fits in registers. */
const TILE: i32 = 16;

/** Per row: psi, w, g, scale L, scale c. */
const COEFFICIENTS: usize = 20;

function rowsHeld(batch: i32): i32 {
  return max(1, DEPTH / batch) * batch;
}

/** fanIn in whole tiles. */
// @ts-ignore: decorator
@inline
function tiled(fanIn: i32): usize {
  return <usize>((fanIn + TILE - 1) & -TILE);
}

function scratchPerThread(batch: i32, fanIn: i32): usize {
  const rows = <usize>rowsHeld(batch);
  return 4 * rows * tiled(fanIn) + ((COEFFICIENTS * rows + 63) & ~63) + 3 * 4 * TILE;
}

/** Bytes, plus one trial's E and F where the caller gives none. */
export function eligibilityStepsScratch(batch: i32, units: i32, fanIn: i32, carried: bool, threads: i32): usize {
  const traces: usize = carried ? 0 : 8 * <usize>units * <usize>fanIn + 64;
  return scratchPerThread(carried ? batch : 1, fanIn) * <usize>threads + traces;
}

export function eligibilitySteps(call: EligibilityCall, thread: i32, threads: i32): void {
  const batch = call.batch;
  const first = share(call.units, 1, thread, threads);
  const last = share(call.units, 1, thread + 1, threads);
  const size = 4 * <usize>call.units * <usize>call.fanIn;
  if (call.eligibility) {
    const scratch = call.scratch + scratchPerThread(batch, call.fanIn) * <usize>thread;
    walkTrials(call, 0, batch, call.eligibility, call.filtered, first, last, scratch);
    return;
  }
  const scratch = call.scratch + scratchPerThread(1, call.fanIn) * <usize>thread;
  const eligibility = call.scratch + scratchPerThread(1, call.fanIn) * <usize>threads;
  const filtered = eligibility + size;
  const own = 4 * <usize>first * <usize>call.fanIn;
  for (let b = 0; b < batch; b++) {
    memory.fill(eligibility + own, 0, 4 * <usize>(last - first) * <usize>call.fanIn);
    memory.fill(filtered + own, 0, 4 * <usize>(last - first) * <usize>call.fanIn);
    walkTrials(call, b, 1, eligibility, filtered, first, last, scratch);
  }
}

/** Takes `trials` trials from `trial` on through all ticks, for units [first, last). */
function walkTrials(
  call: EligibilityCall,
  trial: i32,
  trials: i32,
  eligibility: usize,
  filtered: usize,
  first: i32,
  last: i32,
  scratch: usize,
): void {
  const rows = rowsHeld(trials);
  const z = scratch;
  const coefficients = z + 4 * <usize>rows * tiled(call.fanIn);
  const spare = coefficients + ((COEFFICIENTS * <usize>rows + 63) & ~63);
  const fanIn = call.fanIn;
  const depth = rows / trials;
  const plain = call.merged != 0 && call.readoutDecay == 0 && call.constantSignal == 0 && trials == 1;
  for (let start = 0; start < call.steps; start += depth) {
    const ticks = min(depth, call.steps - start);
    const held = ticks * trials;
    packRows(call, start, ticks, trial, trials, z);
    for (let i = first; i < last; i++) {
      prepareRows(call, start, ticks, trial, trials, i, coefficients);
      const keeper = autapse(call, i);
      const kept = keeper ? load<f32>(keeper) : 0;
      for (let column = 0; column < fanIn; column += TILE) {
        const at = 4 * (<usize>i * fanIn + column);
        const zs = z + 4 * <usize>column * <usize>held;
        walkTile(call, trials, held, zs, coefficients, plain, at, eligibility, filtered, fanIn - column, spare);
      }
      if (keeper) store<f32>(keeper, kept);
    }
  }
}

/** Copies the presynaptic history as tiles [rows][16], padded with zeros. */
function packRows(call: EligibilityCall, start: i32, ticks: i32, trial: i32, trials: i32, z: usize): void {
  const fanIn = call.fanIn;
  const pitch = 4 * TILE * <usize>(ticks * trials);
  for (let tick = 0; tick < ticks; tick++) {
    for (let b = 0; b < trials; b++, z += 4 * TILE) {
      let source = call.preTrace + 4 * <usize>((start + tick) * call.batch + trial + b) * <usize>fanIn;
      let target = z;
      for (let left = fanIn; left > 0; left -= TILE, source += 4 * TILE, target += pitch) {
        if (left >= TILE) {
          v128.store(target, v128.load(source));
          v128.store(target, v128.load(source, 16), 16);
          v128.store(target, v128.load(source, 32), 32);
          v128.store(target, v128.load(source, 48), 48);
        } else {
          memory.copy(target, source, 4 * <usize>left);
          memory.fill(target + 4 * <usize>left, 0, 4 * <usize>(TILE - left));
        }
      }
    }
  }
}

/** Writes the coefficients of unit i. */
function prepareRows(
  call: EligibilityCall,
  start: i32,
  ticks: i32,
  trial: i32,
  trials: i32,
  i: i32,
  coefficients: usize,
): void {
  const pass = load<f32>(call.pass + 4 * <usize>i);
  const carry = load<f32>(call.carry + 4 * <usize>i);
  const slope = load<f32>(call.slope + 4 * <usize>i);
  const units = <usize>call.units;
  for (let tick = 0; tick < ticks; tick++) {
    let at = 4 * (<usize>((start + tick) * call.batch + trial) * units + i);
    for (let b = 0; b < trials; b++, at += 4 * units, coefficients += COEFFICIENTS) {
      const psi = load<f32>(call.drive + at);
      store<f32>(coefficients, psi);
      store<f32>(coefficients, pass + slope * psi, 4);
      store<f32>(coefficients, carry + slope * psi, 8);
      store<f32>(coefficients, call.scale * load<f32>(call.signal + at), 12);
      let constant: f32 = 0;
      if (call.constantSignal) constant = call.scale * load<f32>(call.constantSignal + 4 * (<usize>(trial + b) * units + i));
      store<f32>(coefficients, constant, 16);
    }
  }
}

/** One tile of up to 16 synapses through `rows` rows. A narrower one is walked aside and copied back. */
function walkTile(
  call: EligibilityCall,
  trials: i32,
  rows: i32,
  z: usize,
  coefficients: usize,
  plain: bool,
  at: usize,
  eligibility: usize,
  filtered: usize,
  columns: i32,
  spare: usize,
): void {
  const G = call.gradient + at;
  if (trials > 1) {
    const pitch = 4 * <usize>call.units * <usize>call.fanIn;
    for (let row = 0; row < rows; row++, z += 4 * TILE, coefficients += COEFFICIENTS) {
      const offset = at + pitch * <usize>(row % trials);
      walkPart(call, 1, z, coefficients, false, eligibility + offset, filtered + offset, G, columns, spare);
    }
  } else walkPart(call, rows, z, coefficients, plain, eligibility + at, filtered + at, G, columns, spare);
}

function walkPart(
  call: EligibilityCall,
  rows: i32,
  z: usize,
  coefficients: usize,
  plain: bool,
  E: usize,
  F: usize,
  G: usize,
  columns: i32,
  spare: usize,
): void {
  const narrow = columns < TILE;
  let e = E;
  let f = F;
  let g = G;
  if (narrow) {
    e = spare;
    f = spare + 4 * TILE;
    g = spare + 8 * TILE;
    copyFloats(e, E, columns);
    copyFloats(f, F, columns);
    copyFloats(g, G, columns);
  }
  if (plain) walkPlain(rows, z, coefficients, e, f, g);
  else {
    walkFull(call.readoutDecay, rows, z, coefficients, e, f, g);
    if (columns > 8) walkFull(call.readoutDecay, rows, z + 32, coefficients, e + 32, f + 32, g + 32);
  }
  if (narrow) {
    copyFloats(E, e, columns);
    copyFloats(F, f, columns);
    copyFloats(G, g, columns);
  }
}

/** A few floats: the host's copy would cost more than it moves. */
// @ts-ignore: decorator
@inline
function copyFloats(target: usize, source: usize, count: i32): void {
  for (let n = 0; n < count; n++) store<f32>(target + 4 * <usize>n, load<f32>(source + 4 * <usize>n));
}

/** e <- psi z + g e;  G += L e, with F = e: 16 synapses. */
function walkPlain(rows: i32, z: usize, coefficients: usize, E: usize, F: usize, G: usize): void {
  let e0 = v128.load(E);
  let e1 = v128.load(E, 16);
  let e2 = v128.load(E, 32);
  let e3 = v128.load(E, 48);
  let g0 = v128.load(G);
  let g1 = v128.load(G, 16);
  let g2 = v128.load(G, 32);
  let g3 = v128.load(G, 48);
  for (const end = z + 64 * <usize>rows; z < end; z += 64, coefficients += COEFFICIENTS) {
    const psi = v128.load_splat<f32>(coefficients);
    const keep = v128.load_splat<f32>(coefficients, 8);
    const signal = v128.load_splat<f32>(coefficients, 12);
    e0 = f32x4.add(f32x4.mul(psi, v128.load(z)), f32x4.mul(keep, e0));
    e1 = f32x4.add(f32x4.mul(psi, v128.load(z, 16)), f32x4.mul(keep, e1));
    e2 = f32x4.add(f32x4.mul(psi, v128.load(z, 32)), f32x4.mul(keep, e2));
    e3 = f32x4.add(f32x4.mul(psi, v128.load(z, 48)), f32x4.mul(keep, e3));
    g0 = f32x4.add(g0, f32x4.mul(signal, e0));
    g1 = f32x4.add(g1, f32x4.mul(signal, e1));
    g2 = f32x4.add(g2, f32x4.mul(signal, e2));
    g3 = f32x4.add(g3, f32x4.mul(signal, e3));
  }
  v128.store(E, e0);
  v128.store(E, e1, 16);
  v128.store(E, e2, 32);
  v128.store(E, e3, 48);
  v128.store(F, e0);
  v128.store(F, e1, 16);
  v128.store(F, e2, 32);
  v128.store(F, e3, 48);
  v128.store(G, g0);
  v128.store(G, g1, 16);
  v128.store(G, g2, 32);
  v128.store(G, g3, 48);
}

/** Everything: 8 synapses. */
function walkFull(kappa: f32, rows: i32, z: usize, coefficients: usize, E: usize, F: usize, G: usize): void {
  const decay = f32x4.splat(kappa);
  const fresh = f32x4.splat(1 - kappa);
  let E0 = v128.load(E);
  let E1 = v128.load(E, 16);
  let F0 = v128.load(F);
  let F1 = v128.load(F, 16);
  let G0 = v128.load(G);
  let G1 = v128.load(G, 16);
  for (const end = z + 64 * <usize>rows; z < end; z += 64, coefficients += COEFFICIENTS) {
    const psi = v128.load_splat<f32>(coefficients);
    const pass = v128.load_splat<f32>(coefficients, 4);
    const carry = v128.load_splat<f32>(coefficients, 8);
    const input0 = f32x4.mul(psi, v128.load(z));
    const input1 = f32x4.mul(psi, v128.load(z, 16));
    const e0 = f32x4.add(input0, f32x4.mul(pass, E0));
    const e1 = f32x4.add(input1, f32x4.mul(pass, E1));
    E0 = f32x4.add(input0, f32x4.mul(carry, E0));
    E1 = f32x4.add(input1, f32x4.mul(carry, E1));
    F0 = f32x4.add(f32x4.mul(decay, F0), f32x4.mul(fresh, e0));
    F1 = f32x4.add(f32x4.mul(decay, F1), f32x4.mul(fresh, e1));
    const signal = v128.load_splat<f32>(coefficients, 12);
    const constant = v128.load_splat<f32>(coefficients, 16);
    G0 = f32x4.add(G0, f32x4.add(f32x4.mul(signal, F0), f32x4.mul(constant, e0)));
    G1 = f32x4.add(G1, f32x4.add(f32x4.mul(signal, F1), f32x4.mul(constant, e1)));
  }
  v128.store(E, E0);
  v128.store(E, E1, 16);
  v128.store(F, F0);
  v128.store(F, F1, 16);
  v128.store(G, G0);
  v128.store(G, G1, 16);
}
