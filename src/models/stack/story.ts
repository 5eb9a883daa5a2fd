/**
 * Why one weight changes: everything between an input and the gradient of one synapse on one trial, tick by tick. Of the rules
 * that run forward that is trace times signal, of back-propagation through time input times the credit that comes back.
 *
 *   gradient = sum_t credit_t,   to be set beside the exact one
 */
import type { StoryStage, SynapseStory } from '../model';
import { checkStack } from './checkStack';
import { runStack } from './forward';
import { currentCredits } from './rules/bptt';
import { linearStack } from './rules/linearise';
import { fanIn, type Rule, type StackProblem } from './stack';
import { crossTraces } from './story/crossTraces';
import { oneTrace } from './story/oneTrace';
import { ofUnit, plot, presynaptic, type Subject, summed, type Told } from './story/plots';
import { findSynapse } from './story/synapse';

/**
 * The story of `synapse` (input channels first, then the units of all layers, then the bias) of `unit` (through all layers,
 * bottom first) over the first `ticks` ticks of the problem's trial, which is trial `trialIndex` of its stream. Throws
 * SettingError where there is no such synapse and StackError where something overflows.
 */
export function synapseStory(
  problem: StackProblem,
  rule: Rule,
  trialIndex: number,
  unit: number,
  synapse: number,
  ticks: number
): SynapseStory {
  const found = findSynapse(problem.stack, unit, synapse);
  const begun = firstTicks(problem, ticks);
  checkStack(begun);
  const subject: Subject = { stack: linearStack(begun, runStack(begun)), rule, synapse: found };
  const returning = fromTheFuture(subject);
  const told = rule === 'bptt' ? returning : tellForward(subject);
  const sum = summed(told.credit);
  const layer = found.layer;
  return {
    unit,
    synapse,
    label: found.label,
    trial: trialIndex,
    ticks: begun.trial.mask.length,
    stages: [
      plot(
        {
          kind: 'input',
          label: 'Input of the synapse',
          symbol: 'x',
          help: 'What the presynaptic side says: the input or a unit below at this tick, a unit of its own layer one tick before.',
          layer
        },
        presynaptic(subject)
      ),
      ...told.stages,
      plot({ ...creditWords[rule === 'bptt' ? 'backward' : 'forward'], kind: 'credit', layer }, told.credit),
      plot(
        {
          kind: 'sum',
          label: 'Gradient so far',
          symbol: 'Σ',
          help: 'The sum of the credit up to this tick; at the end of the trial the gradient of this weight.',
          layer
        },
        sum
      )
    ],
    weight: begun.weights.layers[layer][found.unit * fanIn(begun.stack, layer) + found.column],
    gradient: sum[sum.length - 1] ?? 0,
    exact: summed(returning.credit)[sum.length - 1] ?? 0
  };
}

const creditWords: Readonly<Record<'forward' | 'backward', Pick<StoryStage, 'label' | 'symbol' | 'help'>>> = {
  forward: {
    label: 'Trace times signal',
    symbol: 'σ f',
    help: 'What this tick adds to the gradient; the weight moves against it, times the learning rate.'
  },
  backward: {
    label: 'Input times credit',
    symbol: 'x ∂E/∂I',
    help: 'What the input of this tick is found to be worth once the trial is over.'
  }
};

function tellForward(subject: Subject): Told {
  const { rule, stack, synapse } = subject;
  const crosses = rule === 'rtrl' || (rule === 'deep' && synapse.layer < stack.layers.length - 1);
  return crosses ? crossTraces(subject) : oneTrace(subject);
}

/** Back-propagation through time: the exact gradient. */
function fromTheFuture(subject: Subject): Told {
  const { stack, synapse } = subject;
  const { layer, unit } = synapse;
  const current = ofUnit(currentCredits(stack, 'layer')[layer], stack.layers[layer].units, unit);
  const pre = presynaptic(subject);
  const stage = plot(
    {
      kind: 'signal',
      label: 'Credit from later ticks and layers above',
      symbol: '∂E/∂I',
      help: 'How the whole loss, of this tick and all later ones, changes with the current into the unit at this tick.',
      layer
    },
    current
  );
  return { stages: [stage], credit: pre.map((value, t) => value * current[t]) };
}

function firstTicks(problem: StackProblem, ticks: number): StackProblem {
  const { stack, trial } = problem;
  const steps = Math.min(ticks, trial.mask.length);
  return {
    ...problem,
    trial: {
      x: trial.x.slice(0, steps * stack.inputs),
      target: trial.target.slice(0, steps * stack.outputs),
      mask: trial.mask.slice(0, steps)
    }
  };
}
