/** `engram attention`: the maths as a plain command. Queries, keys and values go in, what a memory answers comes out. */
import { writeNpz } from '../../formats/npz';
import { MemoryError } from '../../models/memory/rows';
import { readHeads } from '../attention/heads';
import { ccaArrayHelp, ccaDetails } from '../attention/cca';
import {
  type Attended,
  attendAll,
  checkOptions,
  layerNames,
  layerOptions,
  layers
} from '../attention/layers';
import { type Command, choice, definitions, UsageError } from '../command';
import { readWhole, writeWhole } from '../files';
import { readArrays } from '../gradient/arrays';
import { nestedArrays } from '../gradient/shaped';

const arrayHelp = [
  ['q (T, d), k (T, d), v (T, dv)', 'Queries, keys and values of T tokens, in float32 or float64.'],
  [
    'q (T, h, d), k (T, g, d), v (T, g, dv)',
    'With heads; h / g heads of queries one after another share one of keys.'
  ],
  ['codebook (n, d)', 'Optional, for vq: the codes keys are rounded to; else they are found from the keys.'],
  ...ccaArrayHelp.map((line) => [...line])
];

export const attention: Command = {
  name: 'attention',
  positional: '<qkv.npz>',
  summary:
    'Print what causal attention, or a memory in its place, answers to given queries, keys and values.',
  options: [
    { name: 'layer', value: `<${layerNames.join('|')}>`, help: 'What attends; softmax unless given.' },
    ...layerOptions,
    { name: 'json', help: 'Print the output as one line of JSON.' },
    { name: 'out', value: '<o.npz>', help: 'Write the output to an NPZ file, as the array o.' }
  ],
  details: () =>
    `Arrays of the NPZ file\n${definitions(arrayHelp)}\n` +
    'Token t sees the tokens up to its own. The output o has the shape of q with dv in place of d. tree and ring give what softmax\n' +
    'does, from shards; steps, messages and numbers sent are those of the last query. vq and ovq answer from rounded keys. All is\n' +
    'computed in float64.\n' +
    ccaDetails,
  async run(call, io) {
    const [file] = call.positionals;
    if (file === undefined)
      throw new UsageError("'engram attention' needs an NPZ file with the arrays q, k and v.");
    const layer = choice(call, 'layer', layerNames);
    checkOptions(call, layer);
    const arrays = readArrays(file, await readWhole(file, io.cwd));
    const heads = readHeads(arrays, layers[layer].arrays);
    const { joined, unused } = heads;
    const attended = await named(file, () => attendAll(layer, heads, call, arrays));
    const o = joined(attended.map(({ out }) => out));
    const out = call.get('out');
    if (out !== undefined) await writeWhole(out, io.cwd, writeNpz({ o }));
    if (unused.length > 0) io.err(`engram: ${file}: not used: ${unused.join(', ')}.\n`);
    const said = attended.map(({ said }) => said ?? {});
    if (call.has('json')) io.out(`${JSON.stringify({ layer, heads: said, ...nestedArrays({ o }) })}\n`);
    else
      io.out(
        definitions(
          [
            ['layer', layer],
            ['o', `(${o.shape.join(', ')})`],
            ['|o|', String(Math.sqrt(o.data.reduce((sum, x) => sum + x * x, 0)))],
            ...Object.keys(said[0]).map((name) => [name, said.map((one) => one[name]).join(' ')]),
            out === undefined ? ['entries', 'with --json or --out'] : ['written to', out]
          ],
          ''
        )
      );
    return 0;
  }
};

/** Errors of the memory as errors about the file. */
async function named(file: string, compute: () => Promise<Attended[]>): Promise<Attended[]> {
  try {
    return await compute();
  } catch (error) {
    if (error instanceof MemoryError) throw new MemoryError(`${file}: ${error.message}`);
    throw error;
  }
}
