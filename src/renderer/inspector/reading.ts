/** Everything the inspector shows of the selected neuron, read at once so that its parts agree. */
import { sayTick } from '../../figures/timeAxis';
import type { ProbeDescription } from '../../models/model';
import type { SettingValue } from '../../models/settings';
import type { Bench } from '../lab/bench';
import { channelsOnto, sayChannel, sayUnitKind } from '../lab/synapses';
import { type Equation, neuronEquations, type SynapseMoment, synapseEquations } from './equations';
import { neuronAt, neuronProbes, newestTick, stretch, valueAt } from './neuronAt';
import { type UnitAt, unitAt } from './unitAt';

export interface Quantity {
  probe: ProbeDescription;
  value: number | undefined;
  /** Over the stretch of time shown. */
  times: readonly number[];
  values: readonly number[];
}

export interface Partner {
  synapse: number;
  name: string;
  weight: number;
}

export interface Reading {
  unit: number;
  kind: string;
  tick: number;
  /** The tick in words. */
  when: string;
  from: number;
  to: number;
  /** Spikes in the stretch shown; undefined for units that do not spike. */
  spikes: number | undefined;
  /** Of the trial that ended last. */
  rate: { value: number; unit: string; label: string } | undefined;
  quantities: readonly Quantity[];
  equations: readonly Equation[];
  /** Strongest first. */
  partners: readonly Partner[];
  /** The synapse the equations speak of. */
  synapse: Partner | undefined;
  synapseQuantities: readonly Quantity[];
  synapseEquations: readonly Equation[];
}

/** Probes the inspector needs besides the neuron's own. */
export const inspectorProbes: readonly string[] = [
  ...neuronProbes,
  'presynapticTrace',
  'eligibility',
  'filteredEligibility',
  'firingRate',
  'weights'
];

const mostPartners = 6;

/** Undefined while no neuron is selected or nothing is open. */
export function readNeuron({ lab, window }: Pick<Bench, 'lab' | 'window'>): Reading | undefined {
  const session = lab.opened();
  const { unit, tick: marked, synapse: chosen } = lab.selection();
  if (!session || unit === undefined) return undefined;
  // As the panels show it: of the past, where the slider stands there.
  const seen = lab.seen.reader();
  const recording = lab.recording();
  const recorded = (newestTick(seen) ?? -1) + 1;
  const { ticks, until = recorded } = window();
  // A page under way ends in time to come.
  const tick = marked ?? Math.max(0, Math.min(until, recorded) - 1);
  const from = Math.max(0, until - ticks);

  const quantity = (name: string, index: number): Quantity[] => {
    const probe = recording.probe(name);
    const series = seen.series(name);
    return probe && series
      ? [{ probe, value: valueAt(series, tick, index), ...stretch(series, index, from, until) }]
      : [];
  };
  const constants = unitAt(session, lab.settingsSeen(), unit);
  const moment = neuronAt(seen, unit, tick);
  const spiking = constants.kind === 'spiking';
  const rates = seen.series('firingRate')?.latest(1);
  const rateProbe = recording.probe('firingRate');
  const partners = strongest(lab, unit);
  const synapse =
    partners.find((partner) => partner.synapse === chosen) ?? named(lab, unit, chosen) ?? partners[0];

  return {
    unit,
    kind: sayUnitKind(session, unit),
    tick,
    when: sayTick(tick, session.shape),
    from,
    to: until,
    spikes: spiking
      ? stretch(seen.series('spikes'), unit, from, until).values.filter((z) => z > 0).length
      : undefined,
    rate:
      rates && rateProbe && rates.times.length > 0
        ? { value: rates.data[unit], unit: rateProbe.unit, label: rateProbe.label }
        : undefined,
    quantities: neuronProbes.filter((name) => name !== 'spikes').flatMap((name) => quantity(name, unit)),
    equations: neuronEquations(constants, moment, session.shape.steps),
    partners: partners.slice(0, mostPartners),
    synapse,
    synapseQuantities: synapse
      ? ['presynapticTrace', 'eligibility', 'filteredEligibility'].flatMap((name) =>
          quantity(name, synapse.synapse)
        )
      : [],
    synapseEquations: synapse
      ? synapseEquations(
          constants,
          moment,
          synapseAt(lab, constants, synapse.synapse, tick),
          gradientShare(lab)
        )
      : []
  };
}

/** Rules whose gradient is, tick by tick, a signal times a trace. */
const local: readonly SettingValue[] = ['cascade', 'spatial', 'immediate', 'top'];

/** How the product of signal and trace is written; undefined where the rule in use has none. */
function gradientShare(lab: Bench['lab']): string | undefined {
  const { rule } = lab.settingsSeen();
  const recording = lab.recording();
  const [signal, trace] = ['learningSignal', 'filteredEligibility'].map((name) => recording.probe(name));
  if (!signal || !trace || (rule !== undefined && !local.includes(rule))) return undefined;
  return `${signal.symbol} ${trace.symbol}`;
}

function synapseAt(lab: Bench['lab'], unit: UnitAt, synapse: number, tick: number): SynapseMoment {
  const seen = lab.seen.reader();
  const { shape } = lab.opened()!;
  const at = (name: string, when: number) => valueAt(seen.series(name), when, synapse);
  const start = tick - (tick % shape.steps);
  let slow: number | undefined;
  if (unit.kind === 'spiking' && unit.beta > 0) {
    // ε is not recorded, but follows from e: ε ← ρε + e, from 0 at the start of the trial.
    const { times, values } = stretch(seen.series('eligibility'), synapse, start, tick);
    if (times.length === tick - start) slow = values.reduce((sum, e) => unit.adaptationDecay * sum + e, 0);
  }
  return {
    presynapticTrace: at('presynapticTrace', tick),
    eligibility: at('eligibility', tick),
    eligibilityEarlier: tick === start ? 0 : at('eligibility', tick - 1),
    filteredEligibility: at('filteredEligibility', tick),
    slow
  };
}

function strongest(lab: Bench['lab'], unit: number): Partner[] {
  const channels = lab.seen.reader().image('weights')?.probe.size?.[1] ?? 0;
  return channelsOnto(lab.opened()!, unit, channels)
    .flatMap((channel) => named(lab, unit, channel) ?? [])
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, mostPartners);
}

function named(lab: Bench['lab'], unit: number, synapse: number | undefined): Partner | undefined {
  const image = lab.seen.reader().image('weights');
  const channels = image?.probe.size?.[1] ?? 0;
  if (!image || synapse === undefined || synapse >= channels) return undefined;
  return {
    synapse,
    name: sayChannel(lab.opened()!, synapse),
    weight: image.data[unit * channels + synapse]
  };
}
