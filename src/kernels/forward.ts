/**
 * `steps` ticks of one recurrent layer (src/compute/compute.ts, ForwardCall, gives the equations).
 *
 * A tick costs 2 N M flops and 4 N M bytes of weights for one trial when every presynaptic value counts,
 * and 1/rate less where they are spikes: `rowsTimesPanels` then touches the columns that spiked only. The
 * input part of 16 ticks is one product; the recurrent part has to wait for the tick before. A bias is where
 * the sums begin.
 *
 * Threads take trials, or, for a single trial, units, and then meet once a tick: a tick reads the activity
 * of the one before from the history, so nothing is overwritten while another thread may still read it.
 */
import { barrier, share } from './barrier';
import { storeSome, tanh4 } from './math';
import { LANES, panelCount, rowsScratch, rowsTimesPanels } from './panels';

/** Kinds of unit, as src/compute/wasm/layers.ts numbers them. */
export const LEAKY_TANH: i32 = 0;
export const SPIKING: i32 = 1;
export const MEMBRANE: i32 = 2;

@unmanaged
export class ForwardCall {
  kind: i32;
  from: i32;
  steps: i32;
  batch: i32;
  inputs: i32;
  units: i32;
  /** 1 where the last column of the weights is a bias. */
  bias: i32;
  /** Weights packed over inputs + units + bias. */
  panels: usize;
  x: usize;
  potential: usize;
  activity: usize;
  preTrace: usize;
  adaptation: usize;
  refractory: usize;
  potentials: usize;
  thresholds: usize;
  activities: usize;
  drives: usize;
  preTraces: usize;
  /** [units] leak, or strength of adaptation. */
  perUnit: usize;
  scratch: usize;
  /** 1 - decay, which float32 holds to more digits than a decay near 1: x + (new - loss x) for decay x + new. */
  membraneLoss: f32;
  currentGain: f32;
  threshold: f32;
  dampening: f32;
  refractorySteps: f32;
  adaptationLoss: f32;
}

/** Ticks whose input part is computed together, for a single trial. */
const AHEAD: i32 = 16;

function currentsBytes(batch: i32, units: i32): usize {
  return 4 * <usize>max(batch, AHEAD) * <usize>(panelCount(units) * LANES);
}

export function forwardScratch(batch: i32, inputs: i32, units: i32, threads: i32): usize {
  return currentsBytes(batch, units) + <usize>(rowsScratch(max(inputs, units)) * threads);
}

export function forward(call: ForwardCall, control: usize, thread: i32, threads: i32): void {
  const batch = call.batch;
  const inputs = call.inputs;
  const units = call.units;
  const fanIn = inputs + units + call.bias;
  const byTrial = batch > 1;
  const lump = batch >= 8 ? 4 : 1;
  const firstTrial = byTrial ? share(batch, lump, thread, threads) : 0;
  const lastTrial = byTrial ? share(batch, lump, thread + 1, threads) : batch;
  const panels = panelCount(units);
  const firstPanel = byTrial ? 0 : share(panels, 2, thread, threads);
  const lastPanel = byTrial ? panels : share(panels, 2, thread + 1, threads);
  const firstUnit = min(units, firstPanel * LANES);
  const lastUnit = min(units, lastPanel * LANES);
  const firstInput = byTrial ? 0 : share(inputs, 4, thread, threads);
  const lastInput = byTrial ? inputs : share(inputs, 4, thread + 1, threads);
  const trials = lastTrial - firstTrial;

  const currentPitch = 4 * <usize>(panels * LANES);
  const currents = call.scratch;
  const scratch = call.scratch + currentsBytes(batch, units) + <usize>(rowsScratch(max(inputs, units)) * thread);
  const panelBytes = 32 * <usize>fanIn;
  const ownPanels = call.panels + <usize>firstPanel * panelBytes;
  const ownLanes = 32 * <usize>firstPanel;
  const end = call.from + call.steps;
  const ahead = byTrial ? 1 : AHEAD;

  for (let start = call.from; start < end; start += ahead) {
    const ticks = min(ahead, end - start);
    const rows = byTrial ? trials : ticks;
    const firstRow = byTrial ? firstTrial : 0;
    const own = currents + <usize>firstRow * currentPitch + ownLanes;
    if (call.bias) {
      const biases = ownPanels + 32 * <usize>(fanIn - 1);
      for (let row = 0; row < rows; row++) {
        copyBias(biases, panelBytes, lastPanel - firstPanel, own + <usize>row * currentPitch);
      }
    }
    rowsTimesPanels(
      call.x + 4 * <usize>(start * batch + firstTrial) * <usize>inputs,
      4 * <usize>inputs,
      rows,
      inputs,
      ownPanels,
      panelBytes,
      lastPanel - firstPanel,
      own,
      currentPitch,
      call.bias != 0,
      scratch,
    );
    for (let tick = 0; tick < ticks; tick++) {
      const t = start + tick;
      const first = t == call.from;
      const before = (t - 1) * batch;
      const activity = first ? call.activity : call.activities + 4 * <usize>before * <usize>units;
      const potential = first ? call.potential : call.potentials + 4 * <usize>before * <usize>units;
      const preTrace = first ? call.preTrace : call.preTraces + 4 * <usize>before * <usize>fanIn;
      const current = currents + <usize>(firstRow + tick) * currentPitch;
      rowsTimesPanels(
        activity + 4 * <usize>(firstTrial * units),
        4 * <usize>units,
        trials,
        units,
        ownPanels + 32 * <usize>inputs,
        panelBytes,
        lastPanel - firstPanel,
        current + ownLanes,
        currentPitch,
        true,
        scratch,
      );
      for (let b = firstTrial; b < lastTrial; b++) {
        const state = 4 * <usize>(b * units);
        const row = t * batch + b;
        const at = 4 * <usize>row * <usize>units;
        const drive = current + <usize>(b - firstTrial) * currentPitch;
        if (call.kind == SPIKING) {
          spikingUnits(call, drive, potential + state, activity + state, state, at, firstUnit, lastUnit);
        } else if (call.kind == MEMBRANE) membraneUnits(call, drive, potential + state, at, firstUnit, lastUnit);
        else leakyTanhUnits(call, drive, potential + state, at, firstUnit, lastUnit);

        const traces = call.preTraces + 4 * <usize>row * <usize>fanIn;
        const tracesBefore = preTrace + 4 * <usize>(b * fanIn);
        filterPre(call, call.x + 4 * <usize>row * <usize>inputs, tracesBefore, traces, firstInput, lastInput);
        const recurrent = 4 * <usize>inputs;
        filterPre(call, activity + state, tracesBefore + recurrent, traces + recurrent, firstUnit, lastUnit);
        if (call.bias && (byTrial || thread == 0)) {
          const last = 4 * <usize>(fanIn - 1);
          const before = load<f32>(tracesBefore + last);
          const filtered = before + (call.currentGain - call.membraneLoss * before);
          store<f32>(traces + last, call.kind == LEAKY_TANH ? 1 : filtered);
        }
      }
      if (!byTrial) barrier(control, threads);
    }
  }

  if (call.steps > 0) {
    const row = (end - 1) * batch;
    const state = 4 * <usize>(firstTrial * units + firstUnit);
    const bytes = 4 * <usize>(byTrial ? trials * units : lastUnit - firstUnit);
    const at = 4 * <usize>row * <usize>units + state;
    memory.copy(call.potential + state, call.potentials + at, bytes);
    memory.copy(call.activity + state, call.activities + at, bytes);
    const traces = call.preTraces + 4 * <usize>row * <usize>fanIn;
    if (byTrial) {
      const trace = 4 * <usize>(firstTrial * fanIn);
      memory.copy(call.preTrace + trace, traces + trace, 4 * <usize>(trials * fanIn));
    } else {
      const input = 4 * <usize>firstInput;
      memory.copy(call.preTrace + input, traces + input, 4 * <usize>(lastInput - firstInput));
      const unit = 4 * <usize>(inputs + firstUnit);
      memory.copy(call.preTrace + unit, traces + unit, 4 * <usize>(lastUnit - firstUnit));
      const last = 4 * <usize>(fanIn - 1);
      if (call.bias && thread == 0) store<f32>(call.preTrace + last, load<f32>(traces + last));
    }
  }
}

/** Writes the biases of `count` panels, `panelBytes` apart, side by side. */
function copyBias(biases: usize, panelBytes: usize, count: i32, out: usize): void {
  for (; count > 0; count--, biases += panelBytes, out += 32) {
    v128.store(out, v128.load(biases));
    v128.store(out, v128.load(biases, 16), 16);
  }
}

/** v <- (1 - leak) v + leak tanh(current);  drive = leak (1 - tanh^2). */
function leakyTanhUnits(call: ForwardCall, current: usize, potential: usize, at: usize, first: i32, last: i32): void {
  const one = f32x4.splat(1);
  for (let i = first; i < last; i += 4) {
    const o = 4 * <usize>i;
    const leak = v128.load(call.perUnit + o);
    const squashed = tanh4(v128.load(current + o));
    const v = f32x4.add(
      f32x4.mul(f32x4.sub(one, leak), v128.load(potential + o)),
      f32x4.mul(leak, squashed),
    );
    const drive = f32x4.mul(leak, f32x4.sub(one, f32x4.mul(squashed, squashed)));
    storeSome(call.potentials + at + o, v, last - i);
    storeSome(call.activities + at + o, v, last - i);
    storeSome(call.drives + at + o, drive, last - i);
  }
}

/** v <- decay v + current;  z = tanh(v);  drive = 1 - tanh^2. */
function membraneUnits(call: ForwardCall, current: usize, potential: usize, at: usize, first: i32, last: i32): void {
  const one = f32x4.splat(1);
  const leak = f32x4.splat(call.membraneLoss);
  for (let i = first; i < last; i += 4) {
    const o = 4 * <usize>i;
    const before = v128.load(potential + o);
    const v = f32x4.add(before, f32x4.sub(v128.load(current + o), f32x4.mul(leak, before)));
    const z = tanh4(v);
    storeSome(call.potentials + at + o, v, last - i);
    storeSome(call.activities + at + o, z, last - i);
    storeSome(call.drives + at + o, f32x4.sub(one, f32x4.mul(z, z)), last - i);
  }
}

/** Membrane, adaptation, refractoriness, spike and pseudo-derivative. */
function spikingUnits(
  call: ForwardCall,
  current: usize,
  potential: usize,
  activity: usize,
  state: usize,
  at: usize,
  first: i32,
  last: i32,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const vth = f32x4.splat(call.threshold);
  const leak = f32x4.splat(call.membraneLoss);
  const gain = f32x4.splat(call.currentGain);
  const fade = f32x4.splat(call.adaptationLoss);
  const height = f32x4.splat(call.dampening / call.threshold);
  const rest = f32x4.splat(call.refractorySteps);
  for (let i = first; i < last; i += 4) {
    const o = 4 * <usize>i;
    const previous = v128.load(activity + o);
    const left = f32x4.max(f32x4.sub(v128.load(call.refractory + state + o), one), zero);
    const before = v128.load(potential + o);
    const push = f32x4.sub(f32x4.mul(gain, v128.load(current + o)), f32x4.mul(vth, previous));
    const v = f32x4.add(before, f32x4.sub(push, f32x4.mul(leak, before)));
    const tired = v128.load(call.adaptation + state + o);
    const a = f32x4.add(tired, f32x4.sub(previous, f32x4.mul(fade, tired)));
    const threshold = f32x4.add(vth, f32x4.mul(v128.load(call.perUnit + o), a));
    const distance = f32x4.sub(v, threshold);
    const free = f32x4.le(left, zero);
    const spike = v128.and(free, f32x4.ge(distance, zero));
    const bump = f32x4.max(zero, f32x4.sub(one, f32x4.div(f32x4.abs(distance), vth)));
    storeSome(call.refractory + state + o, v128.bitselect(rest, left, spike), last - i);
    storeSome(call.adaptation + state + o, a, last - i);
    storeSome(call.potentials + at + o, v, last - i);
    storeSome(call.thresholds + at + o, threshold, last - i);
    storeSome(call.activities + at + o, v128.and(spike, one), last - i);
    storeSome(call.drives + at + o, v128.and(free, f32x4.mul(height, bump)), last - i);
  }
}

/** preTrace <- decay preTrace + gain pre; a leaky tanh unit sees its input unfiltered. */
function filterPre(call: ForwardCall, pre: usize, before: usize, traces: usize, first: i32, last: i32): void {
  if (call.kind == LEAKY_TANH) {
    memory.copy(traces + 4 * <usize>first, pre + 4 * <usize>first, 4 * <usize>(last - first));
    return;
  }
  const leak = f32x4.splat(call.membraneLoss);
  const gain = f32x4.splat(call.currentGain);
  for (let j = first; j < last; j += 4) {
    const o = 4 * <usize>j;
    const old = v128.load(before + o);
    const change = f32x4.sub(f32x4.mul(gain, v128.load(pre + o)), f32x4.mul(leak, old));
    storeSome(traces + o, f32x4.add(old, change), last - j);
  }
}
