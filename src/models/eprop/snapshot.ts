/**
 * Everything that decides how a run goes on: weights, optimiser, live settings, and in mid-trial the trial
 * itself, its states, and the histories of the open chunk that credit will be made of. Potentials and
 * thresholds of past ticks are left out: nothing but panels read them.
 */
import type { Block, Compute } from '../../compute/compute';
import type { ModelSnapshot, Score } from '../model';
import type { Settings, SettingValue } from '../settings';
import type { StreamShape } from '../stream';
import type { Credit } from './credit';
import type { Network } from './network';
import type { Optimiser, Parameter } from './optimiser';
import type { Rollout } from './rollout';
import type { Tally } from './score';
import { epropSettings } from './settings';
import { streamsOf, type Streams } from './streams';

/** Where a run stands, in ticks of the trial. */
export interface RunState {
  tick: number;
  /** The chunk whose histories are held; open while tick < chunkEnd. */
  chunkStart: number;
  chunkEnd: number;
  /** Of the trial that ended last. */
  score: Score;
  rates: Float64Array;
  /** The trial under way. */
  streams: Streams | undefined;
}

export interface RunParts {
  compute: Compute;
  shape: StreamShape;
  settings: Settings;
  network: Network;
  rollout: Rollout;
  credit: Credit;
  optimiser: Optimiser;
  parameters: { layer: Parameter; readout: Parameter; feedback: Parameter | undefined };
  tally: Tally;
  run: RunState;
}

type Kept = [name: string, block: Block | undefined, length?: number];

/** Blocks with the floats of them that matter, under the names they have in a snapshot. */
function keptBlocks({ network, rollout, credit, parameters, shape, run }: RunParts): Kept[] {
  const { units, outputs, fanIn } = network;
  const always: Kept[] = [
    ['weights', network.weights],
    ['readoutWeights', network.readoutWeights],
    ['feedback', network.feedback]
  ];
  for (const [name, parameter] of Object.entries(parameters)) {
    always.push([`moments.${name}.first`, parameter?.moments?.first], [`moments.${name}.second`, parameter?.moments?.second]);
  }
  if (run.tick === shape.steps) return always;

  const rows = run.tick < run.chunkEnd ? (run.tick - run.chunkStart) * rollout.batch : 0;
  const { history, readoutHistory } = rollout;
  return [
    ...always,
    ...Object.entries(rollout.state).map(([name, block]): Kept => [`state.${name}`, block]),
    ...Object.entries(rollout.readoutState).map(([name, block]): Kept => [`readout.${name}`, block]),
    ['counts', credit.counts],
    ['eligibility', credit.eligibility],
    ['filtered', credit.filtered],
    ['history.activity', history.activity, rows * units],
    ['history.drive', history.drive, rows * units],
    ['history.preTrace', history.preTrace, rows * fanIn],
    ['history.output', readoutHistory.output, rows * outputs],
    ['history.error', readoutHistory.error, rows * outputs],
    ['history.trace', readoutHistory.trace, rows * units]
  ];
}

/** Host arrays kept as they are; the trial only while it is under way. */
function keptArrays({ tally, run, shape }: RunParts): [name: string, array: Float64Array][] {
  const always: [string, Float64Array][] = [['rates', run.rates]];
  if (run.tick === shape.steps) return always;
  return [
    ...always,
    ['tally.output', tally.output],
    ['tally.target', tally.target],
    ['tally.ticks', tally.ticks],
    ['tally.power', tally.power]
  ];
}

export async function writeSnapshot(parts: RunParts): Promise<ModelSnapshot> {
  const { compute, settings, optimiser, run, shape } = parts;
  const numbers: Record<string, number> = {
    tick: run.tick,
    chunkStart: run.chunkStart,
    chunkEnd: run.chunkEnd,
    loss: run.score.loss,
    error: run.score.error,
    updates: optimiser.step
  };
  for (const setting of epropSettings) {
    if (setting.live) numbers[`setting.${setting.name}`] = asNumber(setting.name, settings[setting.name]);
  }
  const arrays: Record<string, Float64Array> = {};
  for (const [name, block, length] of keptBlocks(parts)) {
    if (block) arrays[name] = Float64Array.from(await compute.read(block, 0, length ?? block.length));
  }
  for (const [name, array] of keptArrays(parts)) arrays[name] = array.slice();
  if (run.tick < shape.steps && run.streams) {
    arrays['trial.x'] = run.streams.x.slice();
    arrays['trial.target'] = run.streams.target.slice();
    arrays['trial.mask'] = run.streams.mask.slice();
  }
  return { numbers, arrays };
}

/** Puts the run back where the snapshot left it and returns the live settings it held. */
export function readSnapshot({ numbers, arrays }: ModelSnapshot, parts: RunParts): Settings {
  const { compute, optimiser, run, rollout, shape } = parts;
  const array = (name: string, length: number): Float64Array => {
    const found = arrays[name];
    if (found?.length === length) return found;
    const what = found ? `holds ${found.length} numbers` : 'is missing';
    throw new Error(`Snapshot: '${name}' ${what}; this model needs ${length}. It was taken with other settings.`);
  };
  run.tick = numbers['tick'];
  run.chunkStart = numbers['chunkStart'];
  run.chunkEnd = numbers['chunkEnd'];
  run.score = { loss: numbers['loss'], error: numbers['error'] };
  optimiser.step = numbers['updates'];
  for (const [name, block, length] of keptBlocks(parts)) {
    if (block) compute.write(block, array(name, length ?? block.length));
  }
  parts.network.writeWeights(arrays['weights']);
  for (const [name, kept] of keptArrays(parts)) kept.set(array(name, kept.length));
  const rows = shape.steps * rollout.batch;
  run.streams =
    run.tick < shape.steps
      ? streamsOf(
          array('trial.x', rows * shape.inputs).slice(),
          array('trial.target', rows * shape.outputs).slice(),
          array('trial.mask', rows).slice(),
          rollout.batch
        )
      : undefined;
  const live: Record<string, SettingValue> = {};
  for (const setting of epropSettings) {
    if (setting.live) live[setting.name] = asValue(setting.name, numbers[`setting.${setting.name}`]);
  }
  return live;
}

const describe = (name: string) => epropSettings.find((setting) => setting.name === name);

function asNumber(name: string, value: SettingValue): number {
  const setting = describe(name);
  if (setting?.kind === 'choice') return setting.options.findIndex((option) => option.value === value);
  return Number(value);
}

function asValue(name: string, number: number): SettingValue {
  const setting = describe(name);
  if (setting?.kind === 'choice') return setting.options[number].value;
  return setting?.kind === 'toggle' ? number !== 0 : number;
}
