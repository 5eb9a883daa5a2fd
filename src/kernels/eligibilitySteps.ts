/**
 * The step form: every trace is advanced tick by tick. About 12 flops a synapse and tick (5 where e and E
 * are one and the readout filters nothing), and 2 more for each filter between them.
 *
 * Walked tick by tick over whole matrices it would move 24 bytes a synapse and tick, and 8 a filter. The presynaptic
 * history of the chunk is known, so instead 8 or 16 neighbouring synapses of one unit are taken through up to DEPTH
 * ticks in registers (eligibilityTiles.ts): DEPTH times fewer bytes, and the same bits. For several trials the traces
 * of all trials come and go at each tick, since the gradient is summed tick by tick, whatever calls the ticks are cut
 * into.
 *
 * Threads take units and never wait.
 */
import { share } from './barrier';
import { EligibilityCall, FILTERS, autapse, readoutDecay } from './eligibility';
import { COEFFICIENTS, TILE, walk } from './eligibilityTiles';

/** Rows (ticks times trials) held at a time: for 1024 synapses 256 KiB of them, half of a usual L2. */
const DEPTH: i32 = 64;

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
  return 4 * rows * tiled(fanIn) + ((COEFFICIENTS * rows + 63) & ~63) + <usize>((3 + FILTERS) * 4 * TILE);
}

/** Bytes, plus one trial's traces where the caller gives none. */
export function eligibilityStepsScratch(
  batch: i32,
  units: i32,
  fanIn: i32,
  filters: i32,
  carried: bool,
  threads: i32,
): usize {
  const traces: usize = carried ? 0 : 4 * <usize>(2 + filters) * <usize>units * <usize>fanIn + 64;
  return scratchPerThread(carried ? batch : 1, fanIn) * <usize>threads + traces;
}

export function eligibilitySteps(call: EligibilityCall, thread: i32, threads: i32): void {
  const batch = call.batch;
  const first = share(call.units, 1, thread, threads);
  const last = share(call.units, 1, thread + 1, threads);
  const size = 4 * <usize>call.units * <usize>call.fanIn;
  if (call.eligibility) {
    const scratch = call.scratch + scratchPerThread(batch, call.fanIn) * <usize>thread;
    const pitch = size * <usize>batch;
    walkTrials(call, 0, batch, call.eligibility, call.filtered, call.stages, pitch, first, last, scratch);
    return;
  }
  const scratch = call.scratch + scratchPerThread(1, call.fanIn) * <usize>thread;
  const traces = call.scratch + scratchPerThread(1, call.fanIn) * <usize>threads;
  const own = 4 * <usize>first * <usize>call.fanIn;
  for (let b = 0; b < batch; b++) {
    for (let n: usize = 0; n < <usize>(2 + call.filters); n++) {
      memory.fill(traces + n * size + own, 0, 4 * <usize>(last - first) * <usize>call.fanIn);
    }
    walkTrials(call, b, 1, traces, traces + size, traces + 2 * size, size, first, last, scratch);
  }
}

/** Takes `trials` trials from `trial` on through all ticks, for units [first, last); stages are `pitch` bytes apart. */
function walkTrials(
  call: EligibilityCall,
  trial: i32,
  trials: i32,
  eligibility: usize,
  filtered: usize,
  stages: usize,
  pitch: usize,
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
  const trace = 4 * <usize>call.units * <usize>fanIn;
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
        const columns = min(TILE, fanIn - column);
        const G = call.gradient + at;
        const E = eligibility + at;
        const F = filtered + at;
        const f = stages + at;
        let x = z + 4 * <usize>column * <usize>held;
        if (trials == 1) walkTile(call, held, x, coefficients, E, F, G, f, pitch, columns, spare);
        else {
          let c = coefficients;
          for (let tick = 0; tick < ticks; tick++) {
            for (let b: usize = 0; b < <usize>trials * trace; b += trace, x += 4 * TILE, c += COEFFICIENTS) {
              walkTile(call, 1, x, c, E + b, F + b, G, f + b, pitch, columns, spare);
            }
          }
        }
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

/** One tile through `rows` rows. A narrower one is walked aside and copied back. */
function walkTile(
  call: EligibilityCall,
  rows: i32,
  z: usize,
  coefficients: usize,
  E: usize,
  F: usize,
  G: usize,
  f: usize,
  pitch: usize,
  columns: i32,
  spare: usize,
): void {
  const plain = call.merged != 0 && readoutDecay(call) == 0 && call.constantSignal == 0;
  if (columns == TILE) {
    walk(call, plain, rows, z, coefficients, E, F, G, f, pitch, columns);
    return;
  }
  const line = <usize>(4 * TILE);
  const stages = spare + 3 * line;
  copyFloats(spare, E, columns);
  copyFloats(spare + line, F, columns);
  copyFloats(spare + 2 * line, G, columns);
  for (let m: usize = 0; m < <usize>call.filters; m++) copyFloats(stages + m * line, f + m * pitch, columns);
  walk(call, plain, rows, z, coefficients, spare, spare + line, spare + 2 * line, stages, line, columns);
  copyFloats(E, spare, columns);
  copyFloats(F, spare + line, columns);
  copyFloats(G, spare + 2 * line, columns);
  for (let m: usize = 0; m < <usize>call.filters; m++) copyFloats(f + m * pitch, stages + m * line, columns);
}

/** A few floats: the host's copy would cost more than it moves. */
// @ts-ignore: decorator
@inline
function copyFloats(target: usize, source: usize, count: i32): void {
  for (let n = 0; n < count; n++) store<f32>(target + 4 * <usize>n, load<f32>(source + 4 * <usize>n));
}
