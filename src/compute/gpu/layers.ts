/** Ticks of a layer and of its readout on blocks. */
import type { Block, ForwardCall, ReadoutCall } from '../compute';
import type { Handle } from './gpujs';
import type { Memory } from './memory';
import { joinAll, lowPass, type Part, pick } from './operations';

/** The planes of a tick's state [units, batch, planes], in the order the kernels write them. */
const planes = {
  membrane: ['potential', 'activity', 'drive'],
  leakyTanh: ['potential', 'activity', 'drive'],
  spiking: ['potential', 'activity', 'adaptation', 'refractory', 'drive', 'threshold']
} as const;
/** What one tick hands to the next: the first planes. */
const carried = {
  membrane: ['potential', 'activity'],
  leakyTanh: ['potential', 'activity'],
  spiking: ['potential', 'activity', 'adaptation', 'refractory']
} as const;
/** What is written to the histories. */
const remembered = {
  membrane: ['potential', 'activity', 'drive'],
  leakyTanh: ['potential', 'activity', 'drive'],
  spiking: ['potential', 'activity', 'drive', 'threshold']
} as const;

/**
 * Two launches a tick, whose states stay on the GPU and are joined and cut into histories at the end;
 * nothing is read back. (A gpu.js pipeline would read its results back after every chunk and takes no
 * resident blocks.)
 */
export async function forward(memory: Memory, call: ForwardCall): Promise<void> {
  const { unit, from, steps, batch, inputs, units } = call;
  const { runner } = memory;
  const row = batch * units;
  if (steps * row === 0) return;
  const order: readonly string[] = planes[unit.kind];

  const weights = await memory.get(call.weights);
  const x = await memory.get(call.x);
  const bias = call.bias ? 1 : 0;
  const width = inputs + units + bias;
  const copy = async (block: Block, length: number) =>
    pick(runner, await memory.get(block), [length, 1, 1], 0, 0);

  // One launch after the other, never overlapping: a kernel has one output size at a time.
  const parts: Part[] = [];
  for (const name of carried[unit.kind]) {
    parts.push({ handle: await copy(call.state[name], row), length: row });
  }
  const first = await joinAll(runner, parts);
  const states: Part[] = [];
  let state = first.handle;
  for (let t = from; t < from + steps; t++) {
    const given = { weights, x, state, xFrom: t * batch * inputs, inputs, units, batch, bias };
    const current = await runner.run('current', [units, batch], given);
    state = await tick(memory, call, state, current);
    current.delete();
    states.push({ handle: state, length: order.length * row });
  }

  const last = (name: string) => pick(runner, state, [units, batch, 1], order.indexOf(name) * row, 0);
  const start = await pick(runner, first.handle, [units, batch, 1], row, 0);
  first.handle.delete();
  for (const name of carried[unit.kind]) await memory.put(call.state[name], await last(name), row);
  const all = (await joinAll(runner, states)).handle;
  const history = (name: string) =>
    pick(runner, all, [units, batch, steps], order.indexOf(name) * row, order.length * row);

  const activity = await history('activity');
  const pre = await runner.run('presynaptic', [width, batch, steps], {
    x,
    activity,
    start,
    xFrom: from * batch * inputs,
    inputs,
    units,
    batch
  });
  await remember(memory, call, {
    state: call.state.preTrace,
    history: call.history.preTrace,
    source: pre,
    sourceFrom: 0,
    width,
    decay: unit.kind === 'leakyTanh' ? 0 : unit.membraneDecay,
    gain: unit.kind === 'spiking' ? unit.currentGain : 1
  });
  for (const handle of [activity, start, pre]) handle.delete();

  for (const name of remembered[unit.kind]) {
    await memory.put(call.history[name], await history(name), steps * row, from * row);
  }
  all.delete();
}

async function tick(memory: Memory, call: ForwardCall, state: Handle, current: Handle): Promise<Handle> {
  const { unit, units, batch } = call;
  const shape = [units, batch, planes[unit.kind].length] as const;
  if (unit.kind === 'leakyTanh') {
    return memory.runner.run('leakyTanh', shape, {
      state,
      current,
      leak: await memory.get(unit.leak),
      units
    });
  }
  if (unit.kind === 'membrane') {
    return memory.runner.run('membrane', shape, { state, current, units, decay: unit.membraneDecay });
  }
  return memory.runner.run('spiking', shape, {
    state,
    current,
    strength: await memory.get(unit.adaptation),
    units,
    batch,
    decay: unit.membraneDecay,
    gain: unit.currentGain,
    vth: unit.threshold,
    dampening: unit.dampening,
    refractory: unit.refractory,
    rho: unit.adaptationDecay
  });
}

interface Filter {
  /** [batch, width]: the filter's value before the first tick; the last tick's afterwards. */
  state: Block;
  /** Where the ticks are kept, if they are. */
  history?: Block;
  /** [steps, batch, width], from the float `sourceFrom` on. */
  source: Handle;
  sourceFrom: number;
  width: number;
  decay: number;
  gain: number;
}

/** s_t = decay s_{t-1} + gain source_t. */
async function remember(
  memory: Memory,
  { from, steps, batch }: { from: number; steps: number; batch: number },
  { state, history, source, sourceFrom, width, decay, gain }: Filter
): Promise<void> {
  const row = batch * width;
  const shape = { width, batch, steps, from: sourceFrom };
  const trace = await lowPass(memory.runner, await memory.get(state), source, shape, decay, gain);
  await memory.put(state, await pick(memory.runner, trace, [width, batch, 1], (steps - 1) * row, 0), row);
  if (history) await memory.put(history, trace, steps * row, from * row);
  else trace.delete();
}

export async function readout(memory: Memory, call: ReadoutCall): Promise<void> {
  const { from, steps, batch, units, outputs, decay, state, history } = call;
  const { run } = memory.runner;
  if (steps * batch === 0) return;
  const activity = await memory.get(call.activity);
  const first = from * batch;
  const leak = { decay, gain: 1 - decay };
  await remember(memory, call, {
    state: state.trace,
    history: history.trace,
    source: activity,
    sourceFrom: first * units,
    width: units,
    ...leak
  });

  const drive = await run('gemm', [outputs, batch, steps], {
    a: activity,
    b: await memory.get(call.weights),
    c: activity,
    aFrom: first * units,
    aRow: units,
    aColumn: 1,
    bFrom: 0,
    bRow: 1,
    bColumn: units,
    cFrom: 0,
    cRow: outputs,
    k: units,
    rows: batch,
    alpha: 1,
    keep: 0
  });
  await remember(memory, call, {
    state: state.output,
    history: history.output,
    source: drive,
    sourceFrom: 0,
    width: outputs,
    ...leak
  });
  drive.delete();

  const given = {
    y: await memory.get(history.output),
    target: await memory.get(call.target),
    mask: await memory.get(call.mask),
    from: first,
    outputs,
    batch,
    classify: call.loss === 'classification' ? 1 : 0
  };
  const error = await run('readoutError', [outputs, batch, steps], given);
  await memory.put(history.error, error, steps * batch * outputs, first * outputs);
  const loss = await run('readoutLoss', [batch, steps], given);
  await remember(memory, call, {
    state: state.loss,
    source: loss,
    sourceFrom: 0,
    width: 1,
    decay: 1,
    gain: 1
  });
  loss.delete();
}
