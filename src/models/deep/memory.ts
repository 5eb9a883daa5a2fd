/** The floats a run allocates, by what they are for, told before it does. */
import type { Settings } from '../settings';
import type { StreamShape } from '../stream';
import { bodyOf, regularises } from './credit';
import { BackwardCredit, type BackwardRule } from './creditBackward';
import { TraceCredit, type TraceRule } from './creditTraces';
import { chunkTicks, learningConstants, stackOf } from './constants';
import { Feedback } from './feedback';
import { Network } from './network';
import { Rollout } from './rollout';
import { memoryWords, ruleMemory } from '../stack/ruleMemory';
import { fanIn, isReadOut } from '../stack/stack';

/** Ticks a held-out evaluation keeps at a time; how it is cut changes no bit. */
export const EVALUATION_TICKS = 64;

/** For complete settings. Largest first. */
export function memoryOf(settings: Settings, shape: StreamShape): { label: string; floats: number }[] {
  const stack = stackOf(settings, shape);
  const learning = learningConstants(settings, shape.dtMs);
  const batch = settings['batch'] as number;
  const chunk = chunkTicks(settings, shape);
  const cut = chunk < shape.steps;
  const rows = chunk * batch;
  const { layers, outputs } = stack;
  const sum = (entry: (l: number) => number): number => layers.reduce((total, _, l) => total + entry(l), 0);
  const weights = sum((l) => layers[l].units * fanIn(stack, l));
  const readouts = sum((l) => (isReadOut(stack, l) ? outputs * layers[l].units : 0));
  const feedback = Feedback.floats(stack, learning.feedback);
  const moved = weights + readouts + (learning.feedback === 'adaptive' ? feedback : 0);
  const widest = Math.max(...layers.map(({ units }) => units));
  const units = sum((l) => layers[l].units);
  const spiking = sum((l) => (layers[l].unit.kind === 'spiking' ? layers[l].units : 0));

  const entries = [
    { label: 'Weights and feedback', floats: Network.floats(stack) + feedback },
    {
      label: 'Gradients and optimiser',
      floats: weights + readouts + (settings['optimiser'] === 'adam' ? 2 * moved : 0)
    },
    { label: 'Histories of a chunk', floats: Rollout.floats(stack, batch, chunk) },
    {
      label: 'Held-out trials',
      floats: Rollout.floats(stack, batch, Math.min(EVALUATION_TICKS, shape.steps))
    },
    {
      label: 'Learning signals',
      floats: rows * (units + widest) + Math.max(rows, outputs) + batch * (units + spiking)
    }
  ];
  const traces = (rule: TraceRule): number =>
    TraceCredit.floats(stack, rule, learning.feedback === 'broadcast', batch, chunk, cut);
  const body = bodyOf(learning);
  const rule =
    body === 'traces'
      ? traces(learning.rule as TraceRule)
      : body === 'backward'
        ? BackwardCredit.floats(stack, learning.rule as BackwardRule, batch, chunk)
        : ruleMemory(stack, learning.rule, shape.steps);
  entries.push({
    label: body === 'walked' ? `Traces of the rule (${memoryWords[learning.rule]})` : 'Traces of the rule',
    floats: rule
  });
  const unheard = sum((l) =>
    layers[l].unit.kind === 'spiking' && !regularises(learning.rule, l === layers.length - 1)
      ? layers[l].units * fanIn(stack, l)
      : 0
  );
  if (unheard > 0)
    entries.push({ label: 'Rate regularisation', floats: rows * widest + (cut ? 2 * batch * unheard : 0) });
  return entries.sort((a, b) => b.floats - a.floats);
}
