/** What every backend refuses of the layers over sequences that look at rows, tokens and keys: sizes, blocks and tokens that do not fit. */
import { ComputeError } from './compute';
import { and, checkDemands, type Demands } from './demands';
import type {
  ActivateCall,
  AttendCall,
  CombineCall,
  EmbedCall,
  NormCall,
  RememberCall,
  RotateCall,
  Sequences,
  TokenLossCall,
  ValueLossCall
} from './sequences';

/** The operations this file knows. */
export type Attending = Pick<
  Sequences,
  | 'combine'
  | 'embed'
  | 'embedBackward'
  | 'norm'
  | 'normBackward'
  | 'rotate'
  | 'activate'
  | 'activateBackward'
  | 'remember'
  | 'attend'
  | 'attendBackward'
  | 'tokenLoss'
  | 'valueLoss'
>;

type Calls = { [Name in keyof Attending]: Parameters<Attending[Name]>[0] };

function combine({ accumulate, b, length, x, y, z }: CombineCall): Demands {
  if (!z !== (b === undefined)) {
    throw new ComputeError('combine: give `z` and its factor `b` together, or neither.');
  }
  return {
    sizes: { length: [length, 0] },
    reads: [
      ['x', x, length],
      ['z', z, length]
    ],
    writes: [[accumulate ? 'y, which is added to' : 'y', y, length]]
  };
}

function embed(call: Omit<EmbedCall, 'y'>): Demands {
  const { from = 0, parameters, rows, tokens, vocabulary, width } = call;
  return {
    sizes: { rows: [rows, 0], vocabulary: [vocabulary, 1], width: [width, 1], from: [from, 0] },
    reads: [
      ['tokens', tokens, rows],
      ['parameters', parameters, from + vocabulary * width]
    ],
    writes: []
  };
}

/** Parameters of a norm. */
export function normParameters({
  groups,
  groupWidth,
  weights
}: Pick<NormCall, 'groups' | 'groupWidth' | 'weights'>): number {
  return weights === 'none' ? 0 : weights === 'group' ? groups : groups * groupWidth;
}

function norm(call: NormCall): Demands {
  const { epsilon, from = 0, gate, groups, groupWidth, parameters, rows, weights, x } = call;
  if (!(epsilon >= 0)) {
    throw new ComputeError(`norm: epsilon is ${epsilon}; a number >= 0 is needed.`);
  }
  if (!parameters && weights !== 'none') {
    throw new ComputeError(`norm: weights are '${weights}', but there is no block 'parameters'.`);
  }
  const floats = rows * groups * groupWidth;
  return {
    sizes: { rows: [rows, 0], groups: [groups, 1], groupWidth: [groupWidth, 1], from: [from, 0] },
    reads: [
      ['x', x, floats],
      ['gate', gate, floats],
      ['parameters', parameters, from + normParameters(call)]
    ],
    writes: []
  };
}

function rotate({ batch, first, headWidth, heads, theta, ticks, turned, x, y }: RotateCall): Demands {
  if (turned % 2 !== 0 || turned > headWidth) {
    throw new ComputeError(
      `rotate: ${turned} columns of a head of ${headWidth} are to be turned; an even number of at most ${headWidth} is needed.`
    );
  }
  if (!(theta > 0)) throw new ComputeError(`rotate: theta is ${theta}; a number > 0 is needed.`);
  const floats = batch * ticks * heads * headWidth;
  return {
    sizes: {
      batch: [batch, 0],
      ticks: [ticks, 0],
      heads: [heads, 1],
      headWidth: [headWidth, 1],
      turned: [turned, 0],
      first: [first, 0]
    },
    reads: [['x', x, floats]],
    writes: [['y', y, floats]]
  };
}

function activate({ gated, rows, width, x }: ActivateCall): Demands {
  return {
    sizes: { rows: [rows, 0], width: [width, 1] },
    reads: [['x', x, rows * width * (gated ? 2 : 1)]],
    writes: []
  };
}

function remember({ batch, cache, capacity, held, ticks, width, x }: RememberCall): Demands {
  checkHeld('remember', held, capacity);
  return {
    sizes: {
      batch: [batch, 0],
      ticks: [ticks, 0],
      width: [width, 1],
      capacity: [capacity, 0],
      held: [held, 0]
    },
    reads: [['x', x, batch * ticks * width]],
    writes: [['cache', cache, batch * capacity * width]]
  };
}

function checkHeld(operation: string, held: number, capacity: number): void {
  if (held <= capacity) return;
  throw new ComputeError(`${operation}: ${held} rows are held by a cache of capacity ${capacity}.`);
}

function attend(call: AttendCall): Demands {
  const { batch, capacity = 0, held = 0, heads, keyHeads, keyWidth, ticks, valueWidth, window } = call;
  checkHeld('attend', held, capacity);
  if (heads % keyHeads !== 0) {
    throw new ComputeError(`attend: ${heads} query heads cannot share ${keyHeads} key heads evenly.`);
  }
  if (held > 0 && !(call.pastKeys && call.pastValues)) {
    throw new ComputeError(`attend: ${held} rows are held; give 'pastKeys' and 'pastValues'.`);
  }
  const rows = batch * ticks;
  return {
    sizes: {
      batch: [batch, 0],
      ticks: [ticks, 0],
      heads: [heads, 1],
      keyHeads: [keyHeads, 1],
      keyWidth: [keyWidth, 1],
      valueWidth: [valueWidth, 1],
      window: [window, 0],
      capacity: [capacity, 0],
      held: [held, 0]
    },
    reads: [
      ['q', call.q, rows * heads * keyWidth],
      ['k', call.k, rows * keyHeads * keyWidth],
      ['v', call.v, rows * keyHeads * valueWidth],
      ['pastKeys', call.pastKeys, batch * capacity * keyHeads * keyWidth],
      ['pastValues', call.pastValues, batch * capacity * keyHeads * valueWidth]
    ],
    writes: []
  };
}

function tokenLoss({ hit, logits, loss, mask, rows, signal, target, vocabulary }: TokenLossCall): Demands {
  return {
    sizes: { rows: [rows, 0], vocabulary: [vocabulary, 1] },
    reads: [
      ['logits', logits, rows * vocabulary],
      ['target', target, rows],
      ['mask', mask, rows]
    ],
    writes: [
      ['loss', loss, rows],
      ['hit', hit, rows],
      ['signal', signal, rows * vocabulary]
    ]
  };
}

function valueLoss({ loss, mask, rows, signal, target, width, y }: ValueLossCall): Demands {
  return {
    sizes: { rows: [rows, 0], width: [width, 1] },
    reads: [
      ['y', y, rows * width],
      ['target', target, rows * width],
      ['mask', mask, rows]
    ],
    writes: [
      ['loss', loss, rows],
      ['signal', signal, rows * width]
    ]
  };
}

const demands: { [Name in keyof Calls]: (call: Calls[Name]) => Demands } = {
  combine,
  embed: (call) => and(embed(call), { writes: [['y', call.y, call.rows * call.width]] }),
  embedBackward: (call) =>
    and(embed(call), {
      reads: [['signal', call.signal, call.rows * call.width]],
      writes: [['gradient', call.gradient, (call.from ?? 0) + call.vocabulary * call.width]]
    }),
  norm: (call) =>
    and(norm(call), {
      writes: [
        ['y', call.y, call.rows * call.groups * call.groupWidth],
        ['inverse', call.inverse, call.rows * call.groups]
      ]
    }),
  normBackward: (call) => {
    const floats = call.rows * call.groups * call.groupWidth;
    return and(norm(call), {
      reads: [
        ['inverse', call.inverse, call.rows * call.groups],
        ['signal', call.signal, floats]
      ],
      writes: [
        ['gradient', call.gradient, (call.from ?? 0) + normParameters(call)],
        ['inputSignal', call.inputSignal, floats],
        ['gateSignal', call.gateSignal, floats]
      ]
    });
  },
  rotate,
  activate: (call) => and(activate(call), { writes: [['y', call.y, call.rows * call.width]] }),
  activateBackward: (call) =>
    and(activate(call), {
      reads: [['signal', call.signal, call.rows * call.width]],
      writes: [['inputSignal', call.inputSignal, call.rows * call.width * (call.gated ? 2 : 1)]]
    }),
  remember,
  attend: (call) =>
    and(attend(call), {
      writes: [
        ['y', call.y, call.batch * call.ticks * call.heads * call.valueWidth],
        ['lse', call.lse, call.batch * call.heads * call.ticks]
      ]
    }),
  attendBackward: (call) => {
    const { batch, heads, keyHeads, keyWidth, ticks, valueWidth } = call;
    const rows = batch * ticks;
    return and(attend(call), {
      reads: [
        ['y', call.y, rows * heads * valueWidth],
        ['lse', call.lse, rows * heads],
        ['signal', call.signal, rows * heads * valueWidth]
      ],
      writes: [
        ['qSignal', call.qSignal, rows * heads * keyWidth],
        ['kSignal', call.kSignal, rows * keyHeads * keyWidth],
        ['vSignal', call.vSignal, rows * keyHeads * valueWidth]
      ]
    });
  },
  tokenLoss,
  valueLoss
};

/** Throws a ComputeError for a size that is not whole, a block that is too short, and one that is written and used twice. */
export function checkAttending<Name extends keyof Calls>(name: Name, call: Calls[Name]): void {
  checkDemands(name, demands[name](call));
}

/** Throws a ComputeError unless the first `rows` tokens are whole numbers in [0, vocabulary); `counted` says which rows matter. */
export function checkTokens(
  operation: string,
  tokens: ArrayLike<number>,
  rows: number,
  vocabulary: number,
  counted?: ArrayLike<number>
): void {
  for (let r = 0; r < rows; r++) {
    const token = tokens[r];
    if (counted && counted[r] === 0) continue;
    if (Number.isInteger(token) && token >= 0 && token < vocabulary) continue;
    throw new ComputeError(
      `${operation}: the token of row ${r} is ${token}; a whole number from 0 to ${vocabulary - 1} is needed.`
    );
  }
}
