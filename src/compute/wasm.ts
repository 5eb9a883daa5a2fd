/**
 * The default backend: our AssemblyScript kernels (src/kernels) in float32, on one thread or, over shared
 * memory, on several. This file owns memory, packs weights when they have changed, and writes each call into
 * the control block in the order of the kernels' own call classes; the arithmetic is all over there.
 */
import { checkCall, checkLength } from './checks';
import { type Block, type Compute, ComputeError, type EligibilityCall } from './compute';
import type { KernelThread, SpawnThread } from './kernelThread';
import { gatherRows, spanOf } from './rows';
import { integerPower } from './transcendentals';
import { createHeap } from './wasm/heap';
import { kernelsModule, loadKernels, operations, reduce } from './wasm/kernels';
import { canWait, startHelpers } from './wasm/threads';

export interface WasmOptions {
  /** Threads wanted, this one included. More than one needs `spawnThread` and SharedArrayBuffer. */
  threads?: number;
  spawnThread?: SpawnThread;
  /** Most memory the backend may grow to; at most 4 GiB. */
  maximumBytes?: number;
}

interface WasmBlock extends Block {
  owner: symbol;
  /** 0 once freed. */
  address: number;
  /** Weights as panels, until the block is next written. */
  panels: { address: number; columns: number; k: number } | undefined;
}

/** Flops under which waking the other threads costs more than they save. */
const WORTH_WAKING = 200_000;

/** The same for a single trial's forward pass, where the threads meet at every tick. */
const WORTH_MEETING = 60_000;

/** Share of presynaptic units that spike in a tick, for the estimate above. */
const SPIKE_RATE = 0.1;

const PAGES_AT_FIRST = 32;
const DEFAULT_MAXIMUM = 2 ** 31;

/** Makes the backend. When helper threads cannot be had it runs on one thread and says so in `description`. */
export async function createWasm(options: WasmOptions = {}): Promise<Compute> {
  const { threads = 1, spawnThread, maximumBytes = DEFAULT_MAXIMUM } = options;
  if (threads > 1) {
    const why = !spawnThread ? 'no way to start threads here' : canWait() ? '' : 'no shared memory here';
    if (why || !spawnThread) return build({ maximumBytes, note: why });
    return build({ maximumBytes, threads, spawnThread });
  }
  return build({ maximumBytes });
}

interface Plan {
  maximumBytes: number;
  threads?: number;
  spawnThread?: SpawnThread;
  /** Why there is one thread only. */
  note?: string;
}

async function build(plan: Plan): Promise<Compute> {
  const shared = plan.threads !== undefined;
  const module = await kernelsModule(shared);
  const maximum = Math.floor(Math.min(plan.maximumBytes, 2 ** 32) / 65536);
  const memory = new WebAssembly.Memory({ initial: PAGES_AT_FIRST, maximum, shared });
  const kernels = await loadKernels(module, memory);
  const heap = createHeap(memory, kernels.heapBase(), maximum * 65536);
  const control = heap.take(kernels.controlBytes(), 'control');
  const parameters = (control + kernels.parametersOffset()) / 4;

  const owner = Symbol('wasm');
  let bytes = 0;
  let threads = 1;
  let note = plan.note;
  let disposed = false;
  let scratch = { address: 0, bytes: 0 };
  let helpers: KernelThread[] = [];

  function loseHelpers(reason: string): void {
    if (disposed) return;
    for (const helper of helpers) helper.stop();
    helpers = [];
    threads = 1;
    note = reason;
  }

  if (plan.threads && plan.spawnThread) {
    const crew = { module, memory, control, threads: plan.threads };
    try {
      helpers = await startHelpers(crew, plan.spawnThread, loseHelpers);
      threads = helpers.length + 1;
    } catch (error) {
      loseHelpers(error instanceof Error ? error.message : String(error));
    }
  }

  function own(block: Block): WasmBlock {
    const mine = block as WasmBlock;
    if (mine.owner !== owner) throw new ComputeError(`Block '${block.label}' belongs to another backend.`);
    if (!mine.address) throw new ComputeError(`Block '${block.label}' has been freed.`);
    return mine;
  }

  function address(block: Block | undefined): number {
    return block ? own(block).address : 0;
  }

  /** Address of a block an operation writes: what was derived from its old content is dropped. */
  function written(block: Block | undefined): number {
    if (!block) return 0;
    const mine = own(block);
    if (mine.panels) heap.give(mine.panels.address);
    mine.panels = undefined;
    return mine.address;
  }

  function scratchOf(needed: number): number {
    if (needed > scratch.bytes) {
      if (scratch.bytes) heap.give(scratch.address);
      scratch = { address: 0, bytes: 0 };
      scratch = { address: heap.take(needed, 'scratch'), bytes: needed };
    }
    return scratch.address;
  }

  function run(
    operation: keyof typeof operations,
    on: number,
    integers: number[],
    floats: number[] = []
  ): void {
    if (disposed) throw new ComputeError('This backend has been disposed of.');
    heap.integers.set(integers, parameters);
    heap.floats.set(floats, parameters + integers.length);
    if (kernels.run(operations[operation], control, on)) return;
    loseHelpers('a helper thread stopped answering');
    throw new ComputeError(
      `${operation}: a helper thread stopped answering; its results are lost. Start the run again.`
    );
  }

  function threadsFor(flops: number): number {
    return flops >= WORTH_WAKING ? threads : 1;
  }

  /** Weights [columns, k] as panels, packed unless that was done since they were last written. */
  function panelsOf(block: Block, columns: number, k: number): number {
    const mine = own(block);
    if (!mine.panels || mine.panels.columns !== columns || mine.panels.k !== k) {
      written(block);
      const packed = heap.take(kernels.packedBytes(columns, k), `${block.label} packed`);
      mine.panels = { address: packed, columns, k };
      run('pack', threadsFor(4 * columns * k), [mine.address, packed, k, columns]);
    }
    return mine.panels.address;
  }

  /** Whether two blocks of `units` floats hold the same values. */
  function same(a: Block, b: Block, units: number): boolean {
    const floats = heap.floats;
    const [first, second] = [own(a).address / 4, own(b).address / 4];
    if (first === second) return true;
    for (let i = 0; i < units; i++) if (floats[first + i] !== floats[second + i]) return false;
    return true;
  }

  function eligibilityFields(
    call: EligibilityCall,
    scratchBytes: number
  ): [integers: number[], floats: number[]] {
    return [
      [
        call.steps,
        call.batch,
        call.units,
        call.fanIn,
        same(call.pass, call.carry, call.units) ? 1 : 0,
        address(call.preTrace),
        address(call.drive),
        address(call.carry),
        address(call.pass),
        address(call.slope),
        address(call.signal),
        address(call.constantSignal),
        written(call.gradient),
        written(call.eligibility),
        written(call.filtered),
        call.selfFrom ?? -1,
        scratchOf(scratchBytes)
      ],
      [call.readoutDecay, call.scale]
    ];
  }

  return {
    kind: 'wasm',
    get description() {
      const count = threads === 1 ? '1 thread' : `${threads} threads`;
      return `wasm simd, ${count}${note ? ` (${note})` : ''}`;
    },
    precision: 'float32',
    get threads() {
      return threads;
    },
    get bytes() {
      return bytes;
    },

    alloc(length, label) {
      checkLength(length, label);
      const block: WasmBlock = {
        label,
        length,
        owner,
        address: heap.take(4 * length, label),
        panels: undefined
      };
      bytes += 4 * length;
      return block;
    },
    free(block) {
      const mine = own(block);
      written(mine);
      heap.give(mine.address);
      mine.address = 0;
      bytes -= 4 * mine.length;
    },
    write(block, data, offset = 0) {
      const at = written(block) / 4;
      checkRange('write', block, offset, data.length);
      heap.floats.set(data, at + offset);
    },
    async read(block, offset = 0, length = block.length - offset) {
      const at = address(block) / 4;
      checkRange('read', block, offset, length);
      return heap.floats.slice(at + offset, at + offset + length);
    },
    async readRows(block, rows) {
      const at = address(block) / 4;
      checkRange('readRows', block, rows.offset, spanOf(rows));
      const into = new Float32Array(rows.count * rows.width);
      return gatherRows(heap.floats, { ...rows, offset: at + rows.offset }, into);
    },
    fill(block, value) {
      const at = written(block) / 4;
      heap.floats.fill(value, at, at + block.length);
    },

    async gemm(call) {
      checkCall('gemm', call);
      const { m, n, k, a, b, c, transposeA, transposeB, accumulate, alpha = 1 } = call;
      const on = threadsFor(2 * m * n * k);
      const space = scratchOf(kernels.gemmScratch(k, on));
      const flags = [transposeA, transposeB, accumulate].map((flag) => (flag ? 1 : 0));
      run('gemm', on, [m, n, k, address(a), address(b), written(c), ...flags, space], [alpha]);
    },
    async gemv(call) {
      checkCall('gemv', call);
      const { rows, columns, a, x, y, transpose, accumulate, alpha = 1 } = call;
      const flags = [transpose, accumulate].map((flag) => (flag ? 1 : 0));
      const fields = [rows, columns, address(a), address(x), written(y), ...flags];
      run('gemv', threadsFor(2 * rows * columns), fields, [alpha]);
    },
    async forward(call) {
      checkCall('forward', call);
      const { unit, from, steps, batch, inputs, units, state, history } = call;
      const spiking = unit.kind === 'spiking';
      const tick = 2 * units * (inputs + units) * batch * (spiking ? SPIKE_RATE : 1) + 40 * units * batch;
      const on = batch > 1 ? threadsFor(tick * steps) : tick >= WORTH_MEETING ? threads : 1;
      const panels = panelsOf(call.weights, units, inputs + units);
      const space = scratchOf(kernels.forwardScratch(batch, inputs, units, on));
      run(
        'forward',
        on,
        [
          spiking ? 1 : 0,
          from,
          steps,
          batch,
          inputs,
          units,
          panels,
          address(call.x),
          written(state.potential),
          written(state.activity),
          written(state.preTrace),
          spiking ? written(state.adaptation) : 0,
          spiking ? written(state.refractory) : 0,
          written(history.potential),
          spiking ? written(history.threshold) : 0,
          written(history.activity),
          written(history.drive),
          written(history.preTrace),
          address(spiking ? unit.adaptation : unit.leak),
          space
        ],
        spiking
          ? [
              1 - unit.membraneDecay,
              unit.currentGain,
              unit.threshold,
              unit.dampening,
              unit.refractory,
              1 - unit.adaptationDecay
            ]
          : [1, 1, 1, 0, 0, 0]
      );
    },
    async readout(call) {
      checkCall('readout', call);
      const { from, steps, batch, units, outputs, state, history } = call;
      const on = batch > 1 ? threadsFor((2 * outputs * SPIKE_RATE + 6) * units * batch * steps) : 1;
      const panels = panelsOf(call.weights, outputs, units);
      const space = scratchOf(kernels.readoutScratch(batch, units, outputs, on));
      run(
        'readout',
        on,
        [
          call.loss === 'classification' ? 1 : 0,
          from,
          steps,
          batch,
          units,
          outputs,
          panels,
          address(call.activity),
          address(call.target),
          address(call.mask),
          written(state.output),
          written(state.trace),
          written(state.loss),
          written(history.output),
          written(history.error),
          written(history.trace),
          space
        ],
        [1 - call.decay]
      );
    },
    async eligibility(call) {
      checkCall('eligibility', call);
      const { form, steps, batch, units, fanIn } = call;
      const carried = call.eligibility ? 1 : 0;
      const on = threadsFor(2 * steps * batch * units * fanIn);
      if (form === 'step') {
        const space = kernels.eligibilityStepsScratch(batch, units, fanIn, carried, on);
        run('eligibilitySteps', on, ...eligibilityFields(call, space));
      } else {
        const space = kernels.eligibilityChunkScratch(steps, units, fanIn, on);
        run('eligibilityChunk', on, ...eligibilityFields(call, space));
      }
    },
    async sgd(call) {
      checkCall('sgd', call);
      const { weights, gradient, rate, weightDecay = 0 } = call;
      const fields = [weights.length, written(weights), address(gradient)];
      run('sgd', threadsFor(4 * weights.length), fields, [1 - weightDecay, rate]);
    },
    async adam(call) {
      checkCall('adam', call);
      const {
        weights,
        gradient,
        firstMoment,
        secondMoment,
        rate,
        beta1,
        beta2,
        epsilon,
        step,
        weightDecay = 0
      } = call;
      const corrections = [1 - integerPower(beta1, step), 1 - integerPower(beta2, step)];
      run(
        'adam',
        threadsFor(15 * weights.length),
        [weights.length, written(weights), address(gradient), written(firstMoment), written(secondMoment)],
        [1 - weightDecay, rate, beta1, 1 - beta1, beta2, 1 - beta2, ...corrections, epsilon]
      );
    },
    async reduce(kind, block) {
      return reduce(kernels, kind, address(block), block.length);
    },

    dispose() {
      disposed = true;
      for (const helper of helpers) helper.stop();
      helpers = [];
      bytes = 0;
    }
  };
}

function checkRange(what: string, block: Block, offset: number, length: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= block.length) return;
  throw new ComputeError(
    `${what}: block '${block.label}' holds ${block.length} floats; ${length} from ${offset} on reach past its end.`
  );
}
