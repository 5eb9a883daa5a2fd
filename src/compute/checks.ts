/** What every backend refuses: blocks that do not have the floats an operation would touch. */
import {
  ComputeError,
  type AdamCall,
  type Block,
  type EligibilityCall,
  type ForwardCall,
  type GemmCall,
  type GemvCall,
  type ReadoutCall,
  type SgdCall
} from './compute';

interface Calls {
  gemm: GemmCall;
  gemv: GemvCall;
  forward: ForwardCall;
  readout: ReadoutCall;
  eligibility: EligibilityCall;
  sgd: SgdCall;
  adam: AdamCall;
}

/** [what the block is for, the block, floats needed] */
type Need = [role: string, block: Block | undefined, length: number];

const needs: { [Name in keyof Calls]: (call: Calls[Name]) => Need[] } = {
  gemm: ({ a, b, c, m, n, k }) => [
    ['a', a, m * k],
    ['b', b, k * n],
    ['c', c, m * n]
  ],
  gemv: ({ a, x, y, rows, columns, transpose }) => [
    ['a', a, rows * columns],
    ['x', x, transpose ? rows : columns],
    ['y', y, transpose ? columns : rows]
  ],
  forward: ({ unit, from, steps, batch, inputs, units, weights, x, state, history }) => {
    const rows = (from + steps) * batch;
    const fanIn = inputs + units;
    const spiking: Need[] =
      unit.kind === 'spiking'
        ? [
            ['unit.adaptation', unit.adaptation, units],
            ['state.adaptation', state.adaptation, batch * units],
            ['state.refractory', state.refractory, batch * units],
            ['history.threshold', history.threshold, rows * units]
          ]
        : [['unit.leak', unit.leak, units]];
    return [
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
    const { steps, batch, units, fanIn } = call;
    const carried = batch * units * fanIn;
    if (!call.eligibility !== !call.filtered) {
      throw new ComputeError('eligibility: give both blocks `eligibility` and `filtered`, or neither.');
    }
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
      ['filtered', call.filtered, carried]
    ];
  },
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

/** Throws a ComputeError naming the first block that is too short for the call. */
export function checkCall<Name extends keyof Calls>(name: Name, call: Calls[Name]): void {
  for (const [role, block, length] of needs[name](call)) {
    if (block && block.length < length) {
      throw new ComputeError(
        `${name}: block '${block.label}' given as ${role} holds ${block.length} floats; ${length} are needed.`
      );
    }
  }
}

/** Throws a ComputeError unless `length` is a whole number >= 0. */
export function checkLength(length: number, label: string): void {
  if (!Number.isInteger(length) || length < 0) {
    throw new ComputeError(`Block '${label}': length is ${length}; a whole number of floats >= 0 is needed.`);
  }
}
