/** `engram gradient`: the maths as a plain command. A network and a trial go in as arrays, its gradient comes out. */
import { writeNpz } from '../../formats/npz';
import { type Call, type Command, choice, definitions, UsageError } from '../command';
import { readWhole, writeWhole } from '../files';
import { type NamedArrays, readArrays } from '../gradient/arrays';
import type { GradientForm, GradientReport } from '../gradient/form';
import { nestedArrays } from '../gradient/shaped';
import { backends, spikingGradient, spikingHelp, spikingRules } from '../gradient/spiking';
import { stackForm, stackHelp, stackRules } from '../gradient/stack';

const models = ['spiking', 'leaky', 'membrane'] as const;
const forms: Readonly<Record<(typeof models)[number], GradientForm>> = {
  spiking: spikingGradient,
  leaky: stackForm('leaky'),
  membrane: stackForm('membrane')
};

export const gradient: Command = {
  name: 'gradient',
  positional: '<net.npz>',
  summary: 'Print the gradient of a given network on a given trial under a learning rule.',
  options: [
    {
      name: 'model',
      value: `<${models.join('|')}>`,
      help: 'The units; by default leaky where the file has arrays called R or U with a number, else spiking.'
    },
    {
      name: 'rule',
      value: `<${[...spikingRules, ...stackRules].join('|')}>`,
      help: 'Learning rule: eprop for spiking, else one of the others (cascade by default).'
    },
    {
      name: 'backend',
      value: `<${backends.join('|')}>`,
      help: 'What computes spiking units; reference is float64. Stacks are always computed in float64.'
    },
    { name: 'json', help: 'Print the loss and every gradient as one line of JSON.' },
    { name: 'out', value: '<g.npz>', help: 'Write the loss and every gradient to an NPZ file.' }
  ],
  details: () =>
    `Arrays of the NPZ file, of spiking units\n${definitions(spikingHelp)}\n` +
    `Of leaky tanh or membrane units in L layers, l = 0 .. L - 1 from the bottom\n${definitions(stackHelp)}\n` +
    'Everything is summed over time, not averaged. Spiking units have no autapses: the diagonal of dWrec is 0. With stacks\n' +
    'the JSON holds for each layer the norm of its gradient, and cosine and ratio of norms to the exact one (bptt).\n',
  async run(call, io) {
    const [file] = call.positionals;
    if (file === undefined)
      throw new UsageError("'engram gradient' needs an NPZ file with the network and its trial.");
    const asked = call.get('model') === undefined ? undefined : choice(call, 'model', models);
    const arrays = readArrays(file, await readWhole(file, io.cwd));
    const report = await forms[asked ?? modelOf(arrays)](arrays, call, io.cwd);
    const out = call.get('out');
    if (out !== undefined) await writeWhole(out, io.cwd, writeNpz(report.arrays));
    if (report.unused.length > 0) io.err(`engram: ${file}: not used: ${report.unused.join(', ')}.\n`);
    io.out(call.has('json') ? `${JSON.stringify(asJson(report))}\n` : inWords(report, call));
    return 0;
  }
};

const modelOf = ({ names }: NamedArrays): (typeof models)[number] =>
  names.some((name) => /^[ru]\d{1,3}$/i.test(name)) ? 'leaky' : 'spiking';

function asJson({ arrays, said }: GradientReport): Record<string, unknown> {
  const { loss, ...rest } = nestedArrays(arrays);
  return { loss, ...said, ...rest };
}

function inWords({ words }: GradientReport, call: Call): string {
  const out = call.get('out');
  const entries = out === undefined ? ['entries', 'with --json or --out'] : ['written to', out];
  return definitions([...words, entries], '');
}
