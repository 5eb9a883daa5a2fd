/** `engram verdict`: does a preset's prediction come true, over several seeds? */
import { findModel } from '../../models/registry';
import { presets } from '../../presets/registry';
import type { Preset } from '../../session/experiment';
import { progressTowards, toldOf, verdictOf } from '../../session/goal';
import { createSession } from '../../session/createSession';
import { type Call, type Command, choice, definitions, UsageError, wholeNumber } from '../command';
import { nodeHost } from '../host';
import type { Io } from '../io';
import { suggestion } from '../nearest';

const labs = ['maps', 'learning', 'codes'] as const;
const defaultSeeds = 5;

interface Verdict {
  preset: string;
  seeds: readonly number[];
  /** Seeds with which every goal held. */
  supported: number;
  goals: readonly { label: string; held: number; values: readonly number[] }[];
}

export const verdict: Command = {
  name: 'verdict',
  positional: '<preset>',
  summary:
    'Run presets over several seeds and say how often each prediction came true; exit code 1 unless always.',
  options: [
    { name: 'seeds', value: '<n>', help: `How many seeds, from 1 on; ${defaultSeeds} by default.` },
    {
      name: 'lab',
      value: `<${labs.join('|')}>`,
      help: 'Without a preset: all presets of this lab that predict numbers.'
    },
    { name: 'json', help: 'Print every verdict as one line of JSON.' }
  ],
  async run(call, io) {
    const count = wholeNumber(call, 'seeds', 1) ?? defaultSeeds;
    const seeds = Array.from({ length: count }, (_, k) => k + 1);
    const verdicts: Verdict[] = [];
    for (const preset of asked(call)) {
      const one = await judge(preset, seeds, io);
      verdicts.push(one);
      if (!call.has('json')) io.out(inWords(one));
    }
    if (call.has('json')) io.out(`${JSON.stringify(verdicts)}\n`);
    return verdicts.every(({ supported }) => supported === count) ? 0 : 1;
  }
};

function asked(call: Call): readonly Preset[] {
  const [name] = call.positionals;
  const judged = presets.filter(({ goals = [] }) => goals.length > 0);
  if (name === undefined) {
    const lab = choice(call, 'lab', labs);
    return judged.filter(({ experiment }) => findModel(experiment.model.id).lab === lab);
  }
  const found = judged.find(({ id }) => id === name);
  if (found) return [found];
  const ids = judged.map(({ id }) => id);
  throw new UsageError(
    `There is no preset '${name}' that predicts numbers.${suggestion(name, ids)} Presets: ${ids.join(', ')}.`
  );
}

async function judge(
  { id, experiment, goals = [], trials }: Preset,
  seeds: readonly number[],
  io: Io
): Promise<Verdict> {
  const measured = goals.map(({ below, label, series }) => ({
    label: label ?? `${series} below ${below}`,
    held: 0,
    values: [] as number[]
  }));
  let supported = 0;
  for (const seed of seeds) {
    const session = await createSession({ ...experiment, seed, probes: [] }, nodeHost(io.cwd));
    try {
      await session.run({ trials });
      if (verdictOf(goals, session.recording) === 'supported') supported++;
      goals.forEach((goal, k) => {
        const progress = progressTowards(goal, session.recording);
        measured[k].values.push(progress ? toldOf(goal, progress) : Number.NaN);
        if (progress?.holds) measured[k].held++;
      });
    } finally {
      session.dispose();
    }
  }
  return { preset: id, seeds, supported, goals: measured };
}

function inWords({ goals, preset, seeds, supported }: Verdict): string {
  const outcome = supported === seeds.length ? 'supported' : 'not supported';
  const rows = goals.map(({ held, label, values }) => [
    label,
    `${held} of ${seeds.length}: ${values.map((value) => Number(value.toPrecision(4))).join(', ')}`
  ]);
  return `${preset}: ${outcome} with ${supported} of ${seeds.length} seeds\n${definitions(rows)}`;
}
