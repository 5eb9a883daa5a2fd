/** `engram export`: a run, made once more, as one file of figures or data. */
import { basename, dirname, join, resolve } from 'node:path';
import { createSession } from '../../session/createSession';
import { type Call, type Command, UsageError, wholeNumber } from '../command';
import { families } from '../export/registry';
import { writePieces, writeWhole } from '../files';
import { nodeHost } from '../host';
import { suggestion } from '../nearest';
import { checked, findExperiment, withAssignments, withFilesFrom } from '../run/experiment';
import { unitToWatch } from '../run/figures';

const formats = families.flatMap((family) => family.formats);
/** Trials of an experiment file that is not told how many. */
const defaultTrials = 200;

export const exportRun: Command = {
  name: 'export',
  positional: '<preset|experiment.json|figure|results folder>',
  summary: 'Make a run once more and write its figures or data as one file.',
  options: [
    { name: 'format', value: `<${formats.join('|')}>`, help: 'What to write.' },
    { name: 'out', value: '<file>', help: 'Where to; by default here, named after the run.' },
    { name: 'trials', value: '<n>', help: 'How many trials to run; a figure knows.' },
    { name: 'seed', value: '<n>', help: 'Seed of everything random.' },
    {
      name: 'set',
      value: '<name=value>',
      multiple: true,
      help: 'Change a setting of the model or the source.'
    },
    ...families.flatMap((family) => family.options),
    { name: 'json', help: 'Print what was written as one line of JSON.' }
  ],
  async run(call, io) {
    const format = formatOf(call);
    const family = families.find((each) => each.formats.includes(format))!;
    const [name] = call.positionals;
    if (name === undefined)
      throw new UsageError(
        "'engram export' needs a preset, an experiment file, a figure or a results folder."
      );
    const asked = await findExperiment(name, io.cwd);
    const stem = basename(name).replace(/\.[^.]*$/, '');
    const out = call.get('out') ?? `${stem}.${format}`;
    const seed = wholeNumber(call, 'seed', 0) ?? asked.experiment.seed;
    const set = withAssignments({ ...asked.experiment, seed }, call.all('set'));
    const experiment = checked({ ...set, probes: family.probes?.(call) ?? set.probes });
    const trials = wholeNumber(call, 'trials', 1);
    const ticks = trials === undefined ? asked.recipe?.ticks : undefined;

    const session = await createSession(experiment, nodeHost(io.cwd), {
      ...(asked.recipe && asked.recipe.backend !== 'gpu' && { backend: asked.recipe.backend }),
      ...(family.recordingBudget && { recordingBudget: family.recordingBudget })
    });
    try {
      for (const probe of experiment.probes) session.probe(probe);
      const followed = {
        ...asked.recipe?.figures?.find((figure) => figure.unit !== undefined),
        ...family.followed?.(call)
      };
      await session.watch(unitToWatch(session, followed));
      if (ticks === undefined) await session.run({ trials: trials ?? asked.trials ?? defaultTrials });
      else await session.step('tick', ticks);
      await session.collect();
      const recipe = {
        ...(await session.recipe()),
        ...(asked.recipe?.figures && { figures: asked.recipe.figures }),
        experiment: withFilesFrom(experiment, io.cwd, dirname(resolve(io.cwd, out)))
      };
      const finished = { stem, session, recipe, followed };
      const { bytes: written, warnings } = await family.write(finished, format, call);
      const bytes = await writePieces(out, io.cwd, written instanceof Uint8Array ? [written] : written);
      const beside = family.beside?.(format, basename(out));
      const besideName = beside && join(dirname(out), beside.name);
      if (beside && besideName) await writeWhole(besideName, io.cwd, new TextEncoder().encode(beside.text));
      for (const warning of warnings) io.err(`engram: ${warning}\n`);
      const { stateHash } = recipe;
      const json = { file: out, ...(besideName && { beside: besideName }), format, bytes, stateHash };
      io.out(
        call.has('json')
          ? `${JSON.stringify(json)}\n`
          : `Written ${out}${besideName ? ` and ${besideName}` : ''} (state hash ${stateHash}).\n`
      );
      return 0;
    } finally {
      session.dispose();
    }
  }
};

/** As asked, else by the ending of the file. */
function formatOf(call: Call): string {
  const asked = call.get('format') ?? /\.([a-z]+)$/.exec(call.get('out') ?? '')?.[1];
  if (asked === undefined)
    throw new UsageError(`--format is missing; expected one of ${formats.join(', ')}.`);
  if (formats.includes(asked)) return asked;
  throw new UsageError(
    `--format is '${asked}'; expected one of ${formats.join(', ')}.${suggestion(asked, formats)}`
  );
}
