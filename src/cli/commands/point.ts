/** `engram point`: points of a sweep in its folder, as a job of a cluster makes them. */
import { isFailure } from '../../session/sweep/plan';
import { type Command, UsageError } from '../command';
import { makeHere } from '../sweep/pool';
import { readSweepFolder } from '../sweep/folder';

export const point: Command = {
  name: 'point',
  positional: '<folder>',
  summary: 'Make some points of a sweep in its folder; what jobs of a cluster run.',
  options: [
    {
      name: 'points',
      value: '<i,j,…>',
      help: 'Their places in the plan, from 0; by default all that are missing.'
    }
  ],
  async run(call, io) {
    const [name] = call.positionals;
    if (name === undefined) throw new UsageError("'engram point' needs the folder of a sweep.");
    const folder = await readSweepFolder(name, io.cwd);
    const there = new Set((await folder.finished()).map(({ index }) => index));
    const asked = call.get('points')?.split(',') ?? folder.points.map(({ index }) => String(index));
    let failed = 0;
    for (const text of asked) {
      const wanted = folder.points.find(({ index }) => String(index) === text.trim());
      if (!wanted)
        throw new UsageError(
          `--points names '${text}'; expected whole numbers from 0 to ${folder.points.length - 1}.`
        );
      if (there.has(wanted.index)) continue;
      const outcome = await makeHere(folder.plan, wanted, folder.path);
      if (!outcome) continue;
      await folder.keep(outcome);
      if (isFailure(outcome)) {
        failed++;
        io.err(`engram: point ${wanted.index}: ${outcome.failed}\n`);
      }
    }
    return failed > 0 ? 1 : 0;
  }
};
