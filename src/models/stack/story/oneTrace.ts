/** The rules that keep a single trace for each synapse: cascade, spatial, immediate and top; of the top layer also deep. */
import type { StoryStage } from '../../model';
import { cascadeStages } from '../rules/cascade';
import { CrossTraces } from '../rules/crossTraces';
import type { Stage } from '../rules/filteredCredit';
import { learningSignals, outputSignal } from '../rules/signals';
import { behindReadout, filtered, ofUnit, plot, presynaptic, type Subject, type Told } from './plots';

/** The trace, behind one filter for each layer above it where the rule has them, times the signal of the moment. */
export function oneTrace(subject: Subject): Told {
  const { stack, rule, synapse } = subject;
  const { layer: k, unit } = synapse;
  const { steps } = stack.run;
  const kappa = stack.problem.stack.readoutDecay;
  const told: Told = { stages: [], credit: new Float64Array(steps) };
  const signals: StoryStage[] = [];
  let trace = rule === 'immediate' ? immediateTrace(subject) : selfTrace(subject);
  told.stages.push(
    plot(
      {
        kind: 'trace',
        label: rule === 'immediate' ? 'Drive times input' : 'Eligibility trace',
        symbol: `e^${k + 1}`,
        help:
          rule === 'immediate'
            ? 'How this weight moves the unit at this very tick; nothing is remembered.'
            : 'How this weight moved the unit up to now, with all other units held as they were.',
        layer: k
      },
      trace
    )
  );
  for (const [above, { filter = 0, signal }] of stagesOf(subject).entries()) {
    if (above > 0) {
      trace = filtered(trace, 1, filter, 1);
      told.stages.push(
        plot(
          {
            kind: 'filter',
            label: `Trace behind the memory of layer ${k + above + 1}`,
            symbol: `f^${k + 1}→${k + above + 1}`,
            help: `Layer ${k + above + 1} remembers what it hears, so the trace passes the same leaky filter: f = λ f + f of the layer below, λ = ${Number(filter.toPrecision(4))}.`,
            layer: k + above
          },
          trace
        )
      );
    }
    if (!signal) continue;
    // Without memory the readout's filter lets through the share of this tick alone.
    const heard =
      rule === 'immediate'
        ? trace.map((value) => (1 - kappa) * value)
        : behindReadout(told, trace, 1, kappa, k + above);
    const sigma = ofUnit(signal, stack.layers[k].units, unit);
    for (let t = 0; t < steps; t++) told.credit[t] += sigma[t] * heard[t];
    signals.push(signalPlot(subject, k + above, sigma));
  }
  if (signals.length === 0) signals.push(signalPlot(subject, k, new Float64Array(steps)));
  return { ...told, stages: [...told.stages, ...signals] };
}

function signalPlot(
  { stack, rule, synapse: { layer: k } }: Subject,
  m: number,
  sigma: Float64Array
): StoryStage {
  const unheard = rule === 'top' && k < stack.layers.length - 1;
  return plot(
    {
      kind: 'signal',
      label: unheard
        ? 'Learning signal: none below the top layer'
        : m > k && stack.problem.stack.readout === 'all'
          ? `Learning signal from the readout of layer ${m + 1}`
          : 'Learning signal',
      symbol: `σ^${k + 1}`,
      help: 'What the error of this tick asks of this unit, brought down through the layers at this tick.',
      layer: k
    },
    sigma
  );
}

function stagesOf({ stack, rule, synapse: { layer: k } }: Subject): readonly Stage[] {
  if (rule === 'cascade') return cascadeStages(stack)[k];
  if (rule === 'spatial' || rule === 'immediate') return [{ signal: learningSignals(stack)[k] }];
  return k === stack.layers.length - 1 ? [{ signal: outputSignal(stack, k) }] : [];
}

/** e, [ticks]. */
function selfTrace({ stack, synapse: { layer, unit, column } }: Subject): Float64Array {
  const upToIt = { ...stack, layers: stack.layers.slice(0, layer + 1) };
  const cross = new CrossTraces(upToIt, 'local', layer, unit, column, column + 1);
  return Float64Array.from({ length: stack.run.steps }, (_, t) => {
    cross.step(t);
    return cross.at(layer)[unit];
  });
}

/** drive times input, [ticks]. */
function immediateTrace(subject: Subject): Float64Array {
  const { stack, synapse } = subject;
  const { units, gain, slope } = stack.layers[synapse.layer];
  return presynaptic(subject).map((pre, t) => {
    const at = t * units + synapse.unit;
    return slope[at] * gain[at] * pre;
  });
}
