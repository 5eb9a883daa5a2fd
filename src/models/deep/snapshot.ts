/**
 * Everything that decides how a run goes on: weights, adaptive feedback, optimiser, live settings, and in mid-trial the trial
 * itself, its states, and the histories of the open chunk that credit will be made of. Fixed feedback is left out, since the
 * seed makes it, and so are potentials and thresholds of past ticks, which nothing but panels reads.
 */
import type { Block, Compute } from '../../compute/compute';
import type { ModelSnapshot, Score } from '../model';
import type { Settings } from '../settings';
import type { StreamShape } from '../stream';
import type { Optimiser, Parameter } from '../training/optimiser';
import type { Tally } from '../training/score';
import { arrayIn, liveNumbers, liveSettings, numberIn } from '../training/snapshots';
import { streamsOf, type Streams } from '../training/streams';
import type { Credit } from './credit';
import type { Feedback } from './feedback';
import type { Network } from './network';
import type { Rollout } from './rollout';
import { deepSettings } from './settings';

/** Live settings that decide how the run goes on: how often it is measured beside does not. */
const deciding = deepSettings.filter(({ name }) => name !== 'alignEvery');

/** Where a run stands, in ticks of the trial. */
export interface RunState {
  tick: number;
  /** The chunk whose histories are held; open while tick < chunkEnd. */
  chunkStart: number;
  chunkEnd: number;
  /** Of the trial that ended last. */
  score: Score;
  rates: Float64Array;
  norms: Float64Array;
  /** The trial under way. */
  streams: Streams | undefined;
}

export interface RunParts {
  compute: Compute;
  shape: StreamShape;
  settings: Settings;
  network: Network;
  feedback: Feedback;
  rollout: Rollout;
  credit: Credit;
  optimiser: Optimiser;
  /** By name; those of adaptive feedback are there once it has been used. */
  parameters: ReadonlyMap<string, Parameter>;
  tally: Tally;
  run: RunState;
}

type Kept = [name: string, block: Block | undefined, length?: number];

/** Blocks with the floats of them that matter, under the names they have in a snapshot. */
function keptBlocks({ network, rollout, credit, parameters, shape, run }: RunParts): Kept[] {
  const always = [...parameters].flatMap(([name, { weights, moments }]): Kept[] => [
    [name, weights],
    [`${name}.first`, moments?.first],
    [`${name}.second`, moments?.second]
  ]);
  if (run.tick === shape.steps) return always;

  const open = run.tick < run.chunkEnd;
  const rows = open ? (run.tick - run.chunkStart) * rollout.batch : 0;
  const { outputs } = network;
  return [
    ...always,
    ...rollout.states,
    ...credit.carried,
    ...rollout.before.map((block, l): Kept => [`before${l}`, block]),
    ...rollout.layers.flatMap(({ history }, l): Kept[] => {
      const { units, fanIn } = network.layers[l];
      return [
        [`history.activity${l}`, history.activity, rows * units],
        [`history.drive${l}`, history.drive, rows * units],
        [`history.preTrace${l}`, history.preTrace, rows * fanIn]
      ];
    }),
    ...rollout.readouts.map((part, l): Kept => {
      return [`history.trace${l}`, part?.history.trace, rows * network.layers[l].units];
    }),
    ['history.output', rollout.whole.history.output, rows * outputs],
    ['history.error', rollout.whole.history.error, rows * outputs]
  ];
}

/** Host arrays kept as they are; the trial only while it is under way. */
function keptArrays({ tally, run, shape }: RunParts): [name: string, array: Float64Array][] {
  const always: [string, Float64Array][] = [
    ['rates', run.rates],
    ['norms', run.norms]
  ];
  if (run.tick === shape.steps) return always;
  return [
    ...always,
    ...tally.arrays.map(([name, array]): [string, Float64Array] => [`tally.${name}`, array])
  ];
}

export async function writeSnapshot(parts: RunParts): Promise<ModelSnapshot> {
  const { compute, settings, optimiser, run, shape, feedback } = parts;
  const numbers: Record<string, number> = {
    tick: run.tick,
    chunkStart: run.chunkStart,
    chunkEnd: run.chunkEnd,
    loss: run.score.loss,
    error: run.score.error,
    updates: optimiser.step,
    adaptive: feedback.adaptive ? 1 : 0,
    ...liveNumbers(deciding, settings)
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

/** The live settings a snapshot holds, and whether adaptive feedback had been used. Throws Error for one of another stack. */
export function snapshotSettings(
  { numbers, arrays }: ModelSnapshot,
  { layers }: Network
): { live: Settings; adaptive: boolean } {
  numberIn(numbers, 'tick');
  for (const [l, { weights }] of layers.entries()) arrayIn(arrays, `W${l}`, weights.length);
  return { live: liveSettings(deciding, numbers), adaptive: numberIn(numbers, 'adaptive') === 1 };
}

/** Puts the run back where the snapshot left it, with its settings already taken up; all or nothing. */
export function readSnapshot({ numbers, arrays }: ModelSnapshot, parts: RunParts): void {
  const { compute, optimiser, rollout, shape, network } = parts;
  const array = (name: string, length: number): Float64Array => arrayIn(arrays, name, length);
  const number = (name: string): number => numberIn(numbers, name);
  const rows = shape.steps * rollout.batch;
  const run: RunState = {
    tick: number('tick'),
    chunkStart: number('chunkStart'),
    chunkEnd: number('chunkEnd'),
    score: { loss: number('loss'), error: number('error') },
    rates: parts.run.rates,
    norms: parts.run.norms,
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

  for (const { block, data } of blocks) compute.write(block, data);
  for (const { kept, data } of hostArrays) kept.set(data);
  for (const [l, layer] of network.layers.entries()) layer.writeWeights(arrays[`W${l}`]);
  optimiser.step = updates;
  Object.assign(parts.run, run);
}
