/**
 * Cascade: the signal of the moment goes down through depth, the trace goes up through one leaky filter per layer above.
 *
 *   f^{k->k}_t = e^k_t,   f^{k->l}_t = lam_l f^{k->l}_{t-1} + f^{k->l-1}_t
 *   dE/dW^k_ij ~ sum over read-out layers m, sum_t sigma^{k<-m}_{i,t} f^{k->m}_{ij,t}
 *
 * lam = 1 - a (leaky tanh), decay (membrane, spiking). Memory of a trace per synapse and layer above; for two membrane
 * layers under an unfiltered readout it is the deep rule itself. Under direct broadcast a layer has one signal:
 * with the filters up to the top when the top is read out, with none when each layer is.
 */
import { type Stage, filteredCredit } from './filteredCredit';
import type { LinearStack } from './linearise';
import { outputSignal, signalsByReadout } from './signals';

/** Gradients as the weights. */
export function cascade(stack: LinearStack): Float64Array[] {
  const stages = cascadeStages(stack);
  return stack.layers.map((_, k) => filteredCredit(stack, k, stages[k]));
}

/** The stages of each layer's traces: f^{k->k} first, up to the last one that meets a signal. */
export function cascadeStages(stack: LinearStack): Stage[][] {
  const { layers, problem } = stack;
  const filtersAbove = (k: number): Stage[] => layers.slice(k + 1).map(({ carry }) => ({ filter: carry }));
  if (problem.feedback.kind === 'broadcast') {
    return layers.map((_, k) => {
      const stages: Stage[] = problem.stack.readout === 'all' ? [{}] : [{}, ...filtersAbove(k)];
      stages[stages.length - 1].signal = outputSignal(stack, k);
      return stages;
    });
  }
  const signals = signalsByReadout(stack);
  return layers.map((_, k) =>
    [{}, ...filtersAbove(k)].map((stage, m) => (signals[k][m] ? { ...stage, signal: signals[k][m] } : stage))
  );
}
