/** The rules that keep a trace of a synapse at every unit it reaches: deep, and rtrl, which follows recurrence as well. */
import type { StoryStage } from '../../model';
import { CrossTraces } from '../rules/crossTraces';
import { outputSignal } from '../rules/signals';
import { isReadOut } from '../stack';
import { behindReadout, byUnit, plot, type Subject, type Told } from './plots';

/** A heat map for each layer from the synapse's own up, times the error brought back to the layers that are read out. */
export function crossTraces(subject: Subject): Told {
  const { stack, rule, synapse } = subject;
  const { layer: k, unit } = synapse;
  const { steps } = stack.run;
  const { problem, layers } = stack;
  const kappa = problem.stack.readoutDecay;
  const local = rule === 'deep';
  const told: Told = { stages: [], credit: new Float64Array(steps) };
  const signals: StoryStage[] = [];
  for (const [above, values] of walked(subject).entries()) {
    const l = k + above;
    const alone = local && above === 0;
    const rows = alone ? 1 : layers[l].units;
    told.stages.push(plot(tracePlot(l, k, alone), values, rows));
    if (!isReadOut(problem.stack, l)) continue;
    const delta = byUnit(
      outputSignal(stack, l, local ? problem.feedback : { kind: 'symmetric' }),
      layers[l].units
    );
    const signal = alone ? delta.slice(unit * steps, (unit + 1) * steps) : delta;
    const heard = behindReadout(told, values, rows, kappa, l);
    for (let at = 0; at < heard.length; at++) told.credit[at % steps] += signal[at] * heard[at];
    signals.push(
      plot(
        {
          kind: 'signal',
          label: `Error at layer ${l + 1}`,
          symbol: `δ^${l + 1}`,
          help: 'What the error of this tick asks of each unit that is read out.',
          layer: l
        },
        signal,
        rows
      )
    );
  }
  return { ...told, stages: [...told.stages, ...signals] };
}

/** eps^{k->l} of every layer l from k up, [units, ticks]; under a local rule only the unit itself in layer k, [1, ticks]. */
function walked({ stack, rule, synapse }: Subject): Float64Array[] {
  const { layer: k, unit, column } = synapse;
  const { steps } = stack.run;
  const local = rule === 'deep';
  const cross = new CrossTraces(stack, local ? 'local' : 'full', k, unit, column, column + 1);
  const maps = stack.layers.slice(k).map(({ units }, above) => {
    return new Float64Array((local && above === 0 ? 1 : units) * steps);
  });
  for (let t = 0; t < steps; t++) {
    cross.step(t);
    for (const [above, map] of maps.entries()) {
      const traces = cross.at(k + above);
      const alone = local && above === 0;
      for (let p = 0; p < map.length / steps; p++) map[p * steps + t] = traces[alone ? unit : p];
    }
  }
  return maps;
}

function tracePlot(l: number, k: number, alone: boolean): Omit<StoryStage, 'values' | 'rows'> {
  if (alone)
    return {
      kind: 'trace',
      label: 'Eligibility trace',
      symbol: `e^${k + 1}`,
      help: 'How this weight moved the unit up to now, with all other units held as they were.',
      layer: k
    };
  return {
    kind: l === k ? 'trace' : 'filter',
    label: `Trace at every unit of layer ${l + 1}`,
    symbol: `ε^${k + 1}→${l + 1}`,
    help: `How this weight moved each unit of layer ${l + 1} up to now.`,
    layer: l
  };
}
