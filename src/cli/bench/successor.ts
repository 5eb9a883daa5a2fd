/** How many steps a second an animal learns from in an arena of 400 states: SR-TD, walking included. */
import { Animal, type Manner } from '../../models/hippocampus/animal';
import { createLearner } from '../../models/hippocampus/learners/index';
import { parseWorld } from '../../models/hippocampus/worldText';
import { Random } from '../../models/random';
import type { Call } from '../command';
import { definitions } from '../command';
import type { Io } from '../io';

const steps = 1_000_000;

export async function successorWork(call: Call, io: Io): Promise<void> {
  const rows = [0, 0.5].map((lambda) => ({ lambda, updatesPerSecond: updatesPerSecond(lambda) }));
  if (call.has('json')) {
    io.out(`${JSON.stringify(rows)}\n`);
    return;
  }
  io.out('SR-TD in a box of 20 x 20 states, one update of a row of 400 a step\n');
  io.out(
    definitions(
      rows.map(({ lambda, updatesPerSecond: rate }) => [
        lambda === 0 ? 'TD(0)' : `TD(${lambda}), all traced rows`,
        `${(rate / 1e6).toFixed(2)} million steps/s`
      ])
    )
  );
}

function updatesPerSecond(lambda: number): number {
  const random = new Random(1);
  const animal = new Animal(parseWorld('box 20 20'));
  animal.learners = [createLearner('sr', animal.experience, 'identity', random)];
  const rates = { gamma: 0.95, eta: 0.1, etaDecay: 0, lambda, replays: 0, mix: 0.5, greedy: false };
  const manner: Manner = { policy: 'walk', exploration: 0, etaReward: 1, rates };
  const draws = Float64Array.from({ length: 4 * 4096 }, () => random.uniform());
  const walk = (count: number): void => {
    for (let t = 0; t < count; t++) animal.move(draws, 4 * (t % 4096), manner);
  };
  walk(20_000);
  const count = lambda === 0 ? steps : steps / 20;
  const start = performance.now();
  walk(count);
  return (1000 * count) / (performance.now() - start);
}
