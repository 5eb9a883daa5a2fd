/** A single spiking layer of models/eprop as a stack of one, for comparison: its bias is 0, its autapses too. */
import { decayOf } from '../eprop/constants';
import type { GradientProblem } from '../eprop/gradient';
import type { StackProblem } from '../stack/stack';

/** Rate regularisation is left out: a stack has none. */
export function asStack(problem: GradientProblem): StackProblem {
  const { Win, Wrec, Wout, x, target, mask, B } = problem;
  const [units, inputs, outputs] = [Win.rows, Win.columns, Wout.rows];
  const M = inputs + units + 1;
  const W = Float64Array.from({ length: units * M }, (_, at) => {
    const i = Math.floor(at / M);
    const j = at % M;
    if (j < inputs) return Win.data[i * inputs + j];
    return j === inputs + i || j === M - 1 ? 0 : Wrec.data[i * units + j - inputs];
  });
  return {
    stack: {
      inputs,
      outputs,
      layers: [
        {
          units,
          unit: {
            kind: 'spiking',
            membraneDecay: decayOf(problem.tau_m, 1),
            currentGain: problem.zeta,
            threshold: problem.v_th,
            dampening: problem.gamma,
            refractory: problem.t_ref,
            adaptationDecay: decayOf(problem.tau_a, 1),
            adaptation: Float64Array.from(problem.beta)
          }
        }
      ],
      readout: 'top',
      readoutDecay: decayOf(problem.tau_out, 1),
      loss: problem.classification ? 'classification' : 'regression'
    },
    weights: { layers: [W], readout: [Float64Array.from(Wout.data)] },
    feedback: B
      ? { kind: 'layered', output: [Float64Array.from(B.data)], down: [new Float64Array(0)] }
      : { kind: 'symmetric' },
    trial: {
      x: Float64Array.from(x.data),
      target: Float64Array.from(target.data),
      mask: mask ? Float64Array.from(mask) : new Float64Array(x.rows).fill(1)
    }
  };
}

/** The columns [W_in | W_rec without its diagonal] of a gradient of `asStack`, as those of `GradientResult`. */
export function asSingleLayer(dW: Float64Array, units: number, inputs: number) {
  const M = inputs + units + 1;
  const columns = (from: number, to: number): Float64Array =>
    Float64Array.from(
      { length: units * (to - from) },
      (_, at) => dW[Math.floor(at / (to - from)) * M + from + (at % (to - from))]
    );
  const dWrec = columns(inputs, inputs + units);
  for (let i = 0; i < units; i++) dWrec[i * units + i] = 0;
  return { dWin: columns(0, inputs), dWrec };
}
