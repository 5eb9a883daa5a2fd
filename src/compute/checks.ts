/** What every backend refuses: blocks that do not have the floats an operation would touch. */
import {
  ComputeError,
  type AdamCall,
  type BackwardCall,
  type EligibilityCall,
  type FilterBackwardCall,
  type ForwardCall,
  type GemmCall,
  type GemvCall,
  type ReadoutCall,
  type SgdCall,
  type Unit
} from './compute';
import type { FeedForward } from './feedForward';
import { feedForwardNeeds, type Need } from './feedForwardChecks';

type FeedForwardCalls = { [Name in keyof FeedForward]: Parameters<FeedForward[Name]>[0] };

interface Calls extends FeedForwardCalls {
  gemm: GemmCall;
  gemv: GemvCall;
  forward: ForwardCall;
  readout: ReadoutCall;
  eligibility: EligibilityCall;
  backward: BackwardCall;
  filterBackward: FilterBackwardCall;
  sgd: SgdCall;
  adam: AdamCall;
}

/** Most leaky filters a trace may run through: the layers above in a stack of eight. */
const mostFilters = 7;

/** Floats up to the end of a matrix that lies in a block from `offset` on, its rows `stride` floats apart. */
function reach(role: string, rows: number, columns: number, offset: number, stride: number): number {
  if (!(offset >= 0)) throw new ComputeError(`gemm: ${role} begins at ${offset}; give an offset >= 0.`);
  if (stride < columns) {
    throw new ComputeError(
      `gemm: rows of ${role} are ${stride} floats apart and ${columns} wide; give a stride of at least the width.`
    );
  }
  return rows * columns === 0 ? 0 : offset + (rows - 1) * stride + columns;
}

function gemmNeeds(call: GemmCall): Need[] {
  const { m, n, k, transposeA, transposeB, offsetA = 0, offsetB = 0, offsetC = 0 } = call;
  const [aRows, aColumns] = transposeA ? [k, m] : [m, k];
  const [bRows, bColumns] = transposeB ? [n, k] : [k, n];
  return [
    ['a', call.a, reach('a', aRows, aColumns, offsetA, call.strideA ?? aColumns)],
    ['b', call.b, reach('b', bRows, bColumns, offsetB, call.strideB ?? bColumns)],
    ['c', call.c, reach('c', m, n, offsetC, call.strideC ?? n)]
  ];
}

/** The block of a unit's own constants, where it has one. */
function unitNeeds(unit: Unit, units: number): Need[] {
  if (unit.kind === 'spiking') return [['unit.adaptation', unit.adaptation, units]];
  return unit.kind === 'leakyTanh' ? [['unit.leak', unit.leak, units]] : [];
}

/** M: what a unit hears, the bias included. */
const fanInOf = ({ inputs, units, bias }: { inputs: number; units: number; bias?: boolean }): number =>
  inputs + units + (bias ? 1 : 0);

/** Throws unless E, F and f^1 .. f^last are given together. */
function checkTraces({ eligibility, filtered, stages, filters = [] }: EligibilityCall): void {
  if (!eligibility !== !filtered) {
    throw new ComputeError('eligibility: give both blocks `eligibility` and `filtered`, or neither.');
  }
  if (filters.length > mostFilters) {
    throw new ComputeError(
      `eligibility: ${filters.length} filters are given; at most ${mostFilters} are possible.`
    );
  }
  if (!stages !== !(eligibility && filters.length > 0)) {
    throw new ComputeError(
      'eligibility: give `stages` exactly when there are `filters` and the blocks `eligibility` and `filtered`.'
    );
  }
}

const needs: { [Name in keyof Calls]: (call: Calls[Name]) => Need[] } = {
  ...feedForwardNeeds,
  gemm: gemmNeeds,
  gemv: ({ a, x, y, rows, columns, transpose }) => [
    ['a', a, rows * columns],
    ['x', x, transpose ? rows : columns],
    ['y', y, transpose ? columns : rows]
  ],
  forward: (call) => {
    const { unit, from, steps, batch, inputs, units, weights, x, state, history } = call;
    const rows = (from + steps) * batch;
    const fanIn = fanInOf(call);
    const spiking: Need[] =
      unit.kind === 'spiking'
        ? [
            ['state.adaptation', state.adaptation, batch * units],
            ['state.refractory', state.refractory, batch * units],
            ['history.threshold', history.threshold, rows * units]
          ]
        : [];
    return [
      ...unitNeeds(unit, units),
      ...spiking,
      ['weights', weights, units * fanIn],
      ['x', x, rows * inputs],
      ['state.potential', state.potential, batch * units],
      ['state.activity', state.activity, batch * units],
      ['state.preTrace', state.preTrace, batch * fanIn],
      ['history.potential', history.potential, rows * units],
      ['history.activity', history.activity, rows * units],
      ['history.drive', history.drive, rows * units],
      ['history.preTrace', history.preTrace, rows * fanIn]
    ];
  },
  readout: ({ from, steps, batch, units, outputs, weights, activity, target, mask, state, history }) => {
    const rows = (from + steps) * batch;
    return [
      ['weights', weights, outputs * units],
      ['activity', activity, rows * units],
      ['target', target, rows * outputs],
      ['mask', mask, rows],
      ['state.output', state.output, batch * outputs],
      ['state.trace', state.trace, batch * units],
      ['state.loss', state.loss, batch],
      ['history.output', history.output, rows * outputs],
      ['history.error', history.error, rows * outputs],
      ['history.trace', history.trace, rows * units]
    ];
  },
  eligibility: (call) => {
    const { steps, batch, units, fanIn, filters = [] } = call;
    const carried = batch * units * fanIn;
    checkTraces(call);
    return [
      ['preTrace', call.preTrace, steps * batch * fanIn],
      ['drive', call.drive, steps * batch * units],
      ['signal', call.signal, steps * batch * units],
      ['constantSignal', call.constantSignal, batch * units],
      ['carry', call.carry, units],
      ['pass', call.pass, units],
      ['slope', call.slope, units],
      ['gradient', call.gradient, units * fanIn],
      ['eligibility', call.eligibility, carried],
      ['filtered', call.filtered, carried],
      ['stages', call.stages, filters.length * carried]
    ];
  },
  backward: (call) => {
    const { unit, steps, batch, units, weights, drive, signal, current } = call;
    if (current === signal || current === drive) {
      throw new ComputeError(
        `backward: block '${current.label}' is given as current and is read as well; give it another block.`
      );
    }
    return [
      ...unitNeeds(unit, units),
      ['weights', weights, units * fanInOf(call)],
      ['drive', drive, steps * batch * units],
      ['signal', signal, steps * batch * units],
      ['current', current, steps * batch * units]
    ];
  },
  filterBackward: ({ values, steps, width }) => [['values', values, steps * width]],
  sgd: ({ weights, gradient }) => [['gradient', gradient, weights.length]],
  adam: ({ weights, gradient, firstMoment, secondMoment, step }) => {
    if (!(step >= 1)) throw new ComputeError(`adam: step is ${step}; the first step is 1.`);
    return [
      ['gradient', gradient, weights.length],
      ['firstMoment', firstMoment, weights.length],
      ['secondMoment', secondMoment, weights.length]
    ];
  }
};

/** Throws a ComputeError naming the first block that is too short for the operation. */
export function checkBlocks(operation: string, blocks: readonly Need[]): void {
  for (const [role, block, length] of blocks) {
    if (block && block.length < length) {
      throw new ComputeError(
        `${operation}: block '${block.label}' given as ${role} holds ${block.length} floats; ${length} are needed.`
      );
    }
  }
}

/** Throws a ComputeError naming the first block that is too short for the call. */
export function checkCall<Name extends keyof Calls>(name: Name, call: Calls[Name]): void {
  checkBlocks(name, needs[name](call));
}

/** Throws a ComputeError unless `length` is a whole number >= 0. */
export function checkLength(length: number, label: string): void {
  if (!Number.isInteger(length) || length < 0) {
    throw new ComputeError(`Block '${label}': length is ${length}; a whole number of floats >= 0 is needed.`);
  }
}
