/** What every backend refuses of the layers over sequences that carry a state: sizes and blocks that do not fit. */
import { ComputeError } from './compute';
import { and, checkDemands, type Demands } from './demands';
import {
  type ConvolveTicksCall,
  type DelayCall,
  type OvqCall,
  ovqTraceFloats,
  type ScanCall,
  type Sequences
} from './sequences';

/** The operations this file knows. */
export type Scanning = Pick<
  Sequences,
  'convolveTicks' | 'convolveTicksBackward' | 'delay' | 'scan' | 'scanBackward' | 'ovq' | 'ovqBackward'
>;

type Calls = { [Name in keyof Scanning]: Parameters<Scanning[Name]>[0] };

function checkHeld(operation: string, held: number, rows: number): void {
  if (held <= rows) return;
  throw new ComputeError(`${operation}: ${held} rows are held by a past of ${rows} rows.`);
}

export const convolveTicksParameters = ({
  groups,
  groupWidth,
  taps
}: Pick<ConvolveTicksCall, 'groups' | 'groupWidth' | 'taps'>): number =>
  groups * groupWidth * (taps * groupWidth + 1);

function convolveTicks(call: ConvolveTicksCall): Demands {
  const { batch, from = 0, groups, groupWidth, held, taps, ticks } = call;
  checkHeld('convolveTicks', held, taps - 1);
  const width = groups * groupWidth;
  return {
    sizes: {
      batch: [batch, 0],
      ticks: [ticks, 0],
      groups: [groups, 1],
      groupWidth: [groupWidth, 1],
      taps: [taps, 1],
      held: [held, 0],
      from: [from, 0]
    },
    reads: [
      ['parameters', call.parameters, from + convolveTicksParameters(call)],
      ['past', call.past, batch * (taps - 1) * width],
      ['x', call.x, batch * ticks * width]
    ],
    writes: []
  };
}

function delay({ backwards, batch, held, past, ticks, width, x, y }: DelayCall): Demands {
  checkHeld('delay', held, 1);
  return {
    sizes: { batch: [batch, 0], ticks: [ticks, 0], width: [width, 1], held: [held, 0] },
    reads: [
      ['past', past, backwards ? 0 : batch * width],
      ['x', x, batch * ticks * width]
    ],
    writes: [['y', y, batch * ticks * width]]
  };
}

function scan(call: ScanCall): Demands {
  const { batch, block, from = 0, groups, headWidth, heads, plain, stateWidth, ticks } = call;
  if (heads % groups !== 0) {
    throw new ComputeError(`scan: ${heads} heads cannot share ${groups} groups evenly.`);
  }
  if (!plain && !(call.parameters && call.dtRaw)) {
    throw new ComputeError(`scan: give 'parameters' and 'dtRaw', or 'plain'.`);
  }
  const rows = batch * ticks;
  return {
    sizes: {
      batch: [batch, 0],
      ticks: [ticks, 0],
      heads: [heads, 1],
      headWidth: [headWidth, 1],
      stateWidth: [stateWidth, 1],
      groups: [groups, 1],
      block: [block, 1],
      from: [from, 0]
    },
    reads: [
      ['parameters', call.parameters, plain ? 0 : from + 3 * heads],
      ['x', call.x, rows * heads * headWidth],
      ['dtRaw', call.dtRaw, plain ? 0 : rows * heads],
      ['b', call.b, rows * groups * stateWidth],
      ['c', call.c, rows * groups * stateWidth]
    ],
    writes: [
      ['state', call.state, batch * heads * headWidth * stateWidth],
      ['starts', call.starts, batch * Math.ceil(ticks / block) * heads * headWidth * stateWidth]
    ]
  };
}

function ovq(call: OvqCall): Demands {
  const { batch, block, capacity, heads, horizon, keyWidth, rate, scale, seed, ticks, tokens, valueWidth } =
    call;
  if (!(rate >= 0 && rate <= 1)) {
    throw new ComputeError(`ovq: the rate is ${rate}; 0 for means or a number up to 1 is needed.`);
  }
  if (!Number.isFinite(scale)) {
    throw new ComputeError(`ovq: the scale is ${scale}; a finite number is needed.`);
  }
  const [rows, dictionaries] = [batch * ticks * heads, batch * heads * capacity];
  return {
    sizes: {
      batch: [batch, 0],
      ticks: [ticks, 0],
      heads: [heads, 1],
      keyWidth: [keyWidth, 1],
      valueWidth: [valueWidth, 1],
      capacity: [capacity, 1],
      block: [block, 1],
      horizon: [horizon, 1],
      seed: [seed, 0],
      tokens: [tokens, 0]
    },
    reads: [
      ['q', call.q, rows * keyWidth],
      ['k', call.k, rows * keyWidth],
      ['v', call.v, rows * valueWidth]
    ],
    writes: [
      ['keys', call.keys, dictionaries * keyWidth],
      ['values', call.values, dictionaries * valueWidth],
      ['counts', call.counts, dictionaries],
      ['pendingKeys', call.pendingKeys, batch * block * heads * keyWidth],
      ['pendingValues', call.pendingValues, batch * block * heads * valueWidth],
      ['y', call.y, rows * valueWidth],
      ['lse', call.lse, rows],
      ['assigned', call.assigned, rows],
      ['trace', call.trace, ovqTraceFloats(call)]
    ]
  };
}

const demands: { [Name in keyof Calls]: (call: Calls[Name]) => Demands } = {
  convolveTicks: (call) =>
    and(convolveTicks(call), {
      writes: [['y', call.y, call.batch * call.ticks * call.groups * call.groupWidth]]
    }),
  convolveTicksBackward: (call) => {
    const floats = call.batch * call.ticks * call.groups * call.groupWidth;
    return and(convolveTicks(call), {
      reads: [['signal', call.signal, floats]],
      writes: [
        ['gradient', call.gradient, (call.from ?? 0) + convolveTicksParameters(call)],
        ['inputSignal', call.inputSignal, floats]
      ]
    });
  },
  delay,
  scan: (call) =>
    and(scan(call), { writes: [['y', call.y, call.batch * call.ticks * call.heads * call.headWidth]] }),
  scanBackward: (call) => {
    const { batch, from = 0, groups, headWidth, heads, plain, stateWidth, ticks } = call;
    const rows = batch * ticks;
    return and(scan(call), {
      reads: [['signal', call.signal, rows * heads * headWidth]],
      writes: [
        ['gradient', call.gradient, plain ? 0 : from + 3 * heads],
        ['xSignal', call.xSignal, rows * heads * headWidth],
        ['dtSignal', call.dtSignal, plain ? 0 : rows * heads],
        ['bSignal', call.bSignal, rows * groups * stateWidth],
        ['cSignal', call.cSignal, rows * groups * stateWidth]
      ]
    });
  },
  ovq,
  ovqBackward: (call) => {
    const rows = call.batch * call.ticks * call.heads;
    return and(ovq(call), {
      reads: [['signal', call.signal, rows * call.valueWidth]],
      writes: [
        ['qSignal', call.qSignal, rows * call.keyWidth],
        ['kSignal', call.kSignal, rows * call.keyWidth],
        ['vSignal', call.vSignal, rows * call.valueWidth]
      ]
    });
  }
};

/** Throws a ComputeError for a size that is not whole, a block that is too short, and one that is written and used twice. */
export function checkScanning<Name extends keyof Calls>(name: Name, call: Calls[Name]): void {
  checkDemands(name, demands[name](call));
}
