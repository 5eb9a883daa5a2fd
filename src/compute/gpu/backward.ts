/** Credit carried back through a layer, and leaky filters run backwards, on blocks. */
import type { BackwardCall, FilterBackwardCall } from '../compute';
import type { Handle } from './gpujs';
import type { Memory } from './memory';
import { joinAll, type Part, pick, piece } from './operations';

/** Planes of a tick's state, the first of which is the credit of the current. */
const planes = { leakyTanh: 2, membrane: 1, spiking: 3 } as const;

/** `tick` is one launch; the others take two a tick, whose states are joined and cut into a history at the end. */
export async function backward(memory: Memory, call: BackwardCall): Promise<void> {
  const { through, unit, steps, batch, inputs, units, bias } = call;
  const { runner } = memory;
  const { run } = runner;
  const row = batch * units;
  if (steps * row === 0) return;
  const drive = await memory.get(call.drive);
  const signal = await memory.get(call.signal);
  if (through === 'tick') {
    const gain = unit.kind === 'spiking' ? unit.currentGain : 1;
    const current = await run('tickCredit', [units, batch, steps], { drive, signal, units, batch, gain });
    return memory.put(call.current, current, steps * row);
  }

  const given = {
    weights: await memory.get(call.weights),
    signal,
    units,
    batch,
    inputs,
    fanIn: inputs + units + (bias ? 1 : 0),
    whole: through === 'layer' ? 1 : 0,
    own: unit.kind === 'leakyTanh' ? 1 : 0
  };
  const after = await run('fill', [planes[unit.kind] * row], { value: 0 });
  const states: Part[] = [];
  let state = after;
  for (let tick = steps - 1; tick >= 0; tick--) {
    const heard = await run('heard', [units, batch], { ...given, state, tick });
    state = await tickBack(memory, call, { state, heard, drive, tick, units, batch });
    heard.delete();
    states.push({ handle: state, length: planes[unit.kind] * row });
  }
  after.delete();
  const all = (await joinAll(runner, states.reverse())).handle;
  const current = await pick(runner, all, [units, batch, steps], 0, planes[unit.kind] * row);
  all.delete();
  await memory.put(call.current, current, steps * row);
}

interface Tick {
  state: Handle;
  heard: Handle;
  drive: Handle;
  tick: number;
  units: number;
  batch: number;
}

async function tickBack(memory: Memory, { unit, through }: BackwardCall, given: Tick): Promise<Handle> {
  const { run } = memory.runner;
  const shape = [given.units, given.batch, planes[unit.kind]];
  if (unit.kind === 'leakyTanh') {
    return run('leakyTanhCredit', shape, { ...given, leak: await memory.get(unit.leak) });
  }
  if (unit.kind === 'membrane') return run('membraneCredit', shape, { ...given, decay: unit.membraneDecay });
  return run('spikingCredit', shape, {
    ...given,
    strength: await memory.get(unit.adaptation),
    decay: unit.membraneDecay,
    gain: unit.currentGain,
    reset: through === 'layer' ? unit.threshold : 0,
    rho: unit.adaptationDecay
  });
}

export async function filterBackward(memory: Memory, call: FilterBackwardCall): Promise<void> {
  const { values, steps, width, decay, gain } = call;
  const { runner } = memory;
  if (steps * width === 0) return;
  const source = await memory.get(values);
  const parts: Part[] = [];
  let start = await runner.run('fill', [width], { value: 0 });
  for (let end = steps; end > 0; end -= piece) {
    const from = Math.max(0, end - piece);
    const count = end - from;
    const given = { start, source, from: from * width, width, count, decay, gain };
    const handle = await runner.run('lowPassBackward', [width, count], given);
    parts.push({ handle, length: count * width });
    start.delete();
    start = await pick(runner, handle, [width, 1, 1], 0, 0);
  }
  start.delete();
  await memory.put(values, (await joinAll(runner, parts.reverse())).handle, steps * width);
}
