/** Eligibility traces and gradients on blocks. */
import type { Block, EligibilityCall } from '../compute';
import type { Handle } from './gpujs';
import type { Memory } from './memory';
import { joinAll, pick } from './operations';

/**
 * `step` gives each synapse a thread that walks its ticks with its traces in registers; with several trials it
 * stops at every tick, because only the order ticks before trials gives the same bits however a run is cut.
 * `chunk` launches a fixed number of kernels whatever its length. It gives each (tick, trial, unit) a thread that
 * scans backward from the end to its own tick: that repeats O(steps^2) scalar work per unit, but needs no
 * state between launches and is small beside the products with the presynaptic traces that follow.
 */
export async function eligibility(memory: Memory, call: EligibilityCall): Promise<void> {
  const { form, steps, batch, units, fanIn, filters = [] } = call;
  const { runner } = memory;
  const { run } = runner;
  const size = batch * units * fanIn;
  if (steps * size === 0) return;

  const kept = carriedBlocks(call);
  const planes = filters.length + 2;
  const gates = await gatesOf(memory, call);
  const weights = await weightsOf(memory, call);
  const given = {
    preTrace: await memory.get(call.preTrace),
    drive: await memory.get(call.drive),
    gates,
    weights,
    steps,
    batch,
    units,
    fanIn,
    filters: filters.length,
    kappa: call.readoutDecay,
    rest: 1 - call.readoutDecay,
    scale: call.scale,
    selfFrom: call.selfFrom ?? -1
  };
  /** All traces end to end, each made by itself. */
  const everyTrace = async (trace: (asked: number) => Promise<Handle>): Promise<Handle> => {
    const parts = [];
    for (let asked = 0; asked < planes; asked++) parts.push({ handle: await trace(asked), length: size });
    return (await joinAll(runner, parts)).handle;
  };
  let gradient = await memory.get(call.gradient);
  // Forgotten traces are zeros where they are walked, and not read where they are factored.
  let traces =
    kept.length > 0
      ? await tracesOf(memory, kept, call)
      : await run('fill', [form === 'step' ? planes * size : 1], { value: 0 });

  if (form === 'step') {
    const stride = batch === 1 ? steps : 1;
    for (let from = 0; from < steps; from += stride) {
      const now = { ...given, traces, gradient, from, ticks: stride };
      gradient = await run('walkGradient', [fanIn, units], now);
      if (from > 0) now.gradient.delete();
      if (from + stride < steps || kept.length > 0) {
        traces = await everyTrace((asked) => run('walkTrace', [fanIn, units, batch], { ...now, asked }));
        now.traces.delete();
      }
    }
  } else {
    const start = { ...given, traces, planes: kept.length > 0 ? planes : 0 };
    const weighing = async (
      asked: number,
      use: (coefficients: Handle) => Promise<Handle>
    ): Promise<Handle> => {
      const coefficients = await run('coefficients', [units, batch, steps + planes], { ...given, asked });
      const result = await use(coefficients);
      coefficients.delete();
      return result;
    };
    gradient = await weighing(-1, (coefficients) =>
      run('chunkGradient', [fanIn, units], { ...start, gradient, coefficients })
    );
    if (kept.length > 0) {
      traces = await everyTrace((asked) =>
        weighing(asked, (coefficients) =>
          run('chunkTrace', [fanIn, units, batch], { ...start, coefficients })
        )
      );
      start.traces.delete();
    }
  }

  let plane = 0;
  for (const { block, count } of kept) {
    const own = await pick(runner, traces, [fanIn, units, batch * count], plane * size, size / batch);
    await memory.put(block, own, count * size);
    plane += count;
  }
  await memory.put(call.gradient, gradient, units * fanIn);
  for (const handle of [gates, weights, traces]) handle.delete();
}

/** The blocks of the traces carried on, in the order E, f^1 .., F; `count` traces in each. None where they are forgotten. */
function carriedBlocks(call: EligibilityCall): { block: Block; count: number }[] {
  const { eligibility: E, filtered: F, stages, filters = [] } = call;
  if (!E || !F) return [];
  return [
    { block: E, count: 1 },
    ...(stages ? [{ block: stages, count: filters.length }] : []),
    { block: F, count: 1 }
  ];
}

/** [filters + 2, batch, units, M]: the carried traces in one block. */
async function tracesOf(
  memory: Memory,
  kept: ReturnType<typeof carriedBlocks>,
  { batch, units, fanIn }: EligibilityCall
): Promise<Handle> {
  const parts = [];
  for (const { block, count } of kept) {
    const shape = [fanIn, units, batch * count] as const;
    const handle = await pick(memory.runner, await memory.get(block), shape, 0, units * fanIn);
    parts.push({ handle, length: count * batch * units * fanIn });
  }
  return (await joinAll(memory.runner, parts)).handle;
}

/** carry, pass and slope of every unit, [3, units], then the decays of the cascade. */
async function gatesOf(memory: Memory, call: EligibilityCall): Promise<Handle> {
  const { carry, pass, slope, units, filters = [] } = call;
  const { runner } = memory;
  const parts = [];
  for (const block of [carry, pass, slope]) {
    parts.push({ handle: await pick(runner, await memory.get(block), [units, 1, 1], 0, 0), length: units });
  }
  if (filters.length > 0) {
    const values = Float32Array.from(filters);
    parts.push({ handle: await runner.run('upload', [filters.length], { values }), length: filters.length });
  }
  return (await joinAll(runner, parts)).handle;
}

/** [steps + 1, batch, units]: the learning signal, then the constant one. */
async function weightsOf(memory: Memory, call: EligibilityCall): Promise<Handle> {
  const { steps, batch, units, signal, constantSignal } = call;
  const { runner } = memory;
  const row = batch * units;
  const constant = constantSignal
    ? await pick(runner, await memory.get(constantSignal), [units, batch, 1], 0, 0)
    : await runner.run('fill', [row], { value: 0 });
  const ticks = await pick(runner, await memory.get(signal), [units, batch, steps], 0, row);
  return (
    await joinAll(runner, [
      { handle: ticks, length: steps * row },
      { handle: constant, length: row }
    ])
  ).handle;
}
