/**
 * Everything that decides how a run goes on: weights, optimiser, live settings, and in mid-trial the trial
 * itself, its states, and the histories of the open chunk that credit will be made of. Potentials and
 * thresholds of past ticks are left out: nothing but panels read them.
 */
import type { Block, Compute } from '../../compute/compute';
import type { ModelSnapshot, Score } from '../model';
import type { Settings } from '../settings';
import type { StreamShape } from '../stream';
import type { Credit } from './credit';
import type { Network } from './network';
import type { Optimiser, Parameter } from '../training/optimiser';
import type { Rollout } from './rollout';
import type { Tally } from '../training/score';
import { arrayIn, liveNumbers, liveSettings, numberIn } from '../training/snapshots';
import { epropSettings } from './settings';
import { streamsOf, type Streams } from '../training/streams';

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
    always.push(
      [`moments.${name}.first`, parameter?.moments?.first],
      [`moments.${name}.second`, parameter?.moments?.second]
    );
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
    ...tally.arrays.map(([name, array]): [string, Float64Array] => [`tally.${name}`, array])
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
    updates: optimiser.step,
    ...liveNumbers(epropSettings, settings)
  };
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

/** Puts the run back where the snapshot left it and returns the live settings it held; all or nothing. */
export function readSnapshot({ numbers, arrays }: ModelSnapshot, parts: RunParts): Settings {
  const { compute, optimiser, rollout, shape } = parts;
  const array = (name: string, length: number): Float64Array => arrayIn(arrays, name, length);
  const number = (name: string): number => numberIn(numbers, name);
  const rows = shape.steps * rollout.batch;
  const run: RunState = {
    tick: number('tick'),
    chunkStart: number('chunkStart'),
    chunkEnd: number('chunkEnd'),
    score: { loss: number('loss'), error: number('error') },
    rates: parts.run.rates,
    streams: undefined
  };
  if (run.tick < shape.steps) {
    const kept = (name: string, width: number): Float64Array => array(`trial.${name}`, rows * width).slice();
    run.streams = streamsOf(
      kept('x', shape.inputs),
      kept('target', shape.outputs),
      kept('mask', 1),
      rollout.batch
    );
  }
  const then: RunParts = { ...parts, run };
  const blocks = keptBlocks(then).flatMap(([name, block, length]) =>
    block ? [{ block, data: array(name, length ?? block.length) }] : []
  );
  const hostArrays = keptArrays(then).map(([name, kept]) => ({ kept, data: array(name, kept.length) }));
  const updates = number('updates');
  const live = liveSettings(epropSettings, numbers);

  for (const { block, data } of blocks) compute.write(block, data);
  for (const { kept, data } of hostArrays) kept.set(data);
  parts.network.writeWeights(array('weights', parts.network.weights.length));
  optimiser.step = updates;
  Object.assign(parts.run, run);
  return live;
}
