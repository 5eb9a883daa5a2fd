/** A file opened or dropped in the Maps lab: a graph becomes the world, a recorded path a stream to learn from. */
import { isZip } from '../../formats/npz';
import { readGraph } from '../../formats/graphs/readGraph';
import { animalProbes } from '../../presets/probes';
import type { LargeFile, OpenedFile } from '../host';
import type { Lab } from '../lab/lab';
import { worldTextOf } from './worldFiles';

/** Bins of a recorded path across the box. */
const bins = 20;

/** Throws what reading it threw, with the name of the file; the experiment that was open stays. */
export async function openInWorld(file: OpenedFile | LargeFile, lab: Lab): Promise<void> {
  if ('blob' in file || isPath(file)) {
    const bytes = 'blob' in file ? file.blob : file.bytes;
    await lab.client.ask('file', { name: file.name, bytes });
    await lab.openExperiment({
      format: 1,
      title: file.name,
      model: {
        id: 'maps',
        settings: { world: `box ${bins} ${bins}`, gamma: 0.9, learners: 'sr', eta: 0.5, etaDecay: 0.5 }
      },
      source: { id: 'trajectory', settings: { file: file.name } },
      probes: animalProbes,
      seed: 1,
      edits: []
    });
    return;
  }
  const text = worldTextOf(readGraph(file.name, file.bytes));
  if (lab.opened()?.experiment.source.id === 'walk') {
    await lab.changeSetting('model', 'world', text, true);
    lab.alerts.notice(`${file.name} is the world now.`);
    return;
  }
  await lab.openExperiment({
    format: 1,
    title: file.name,
    model: { id: 'maps', settings: { world: text } },
    source: { id: 'walk', settings: {} },
    probes: animalProbes,
    seed: 1,
    edits: []
  });
}

/** Archives and HDF5 hold recordings; a table is one where its header does not speak of edges. */
function isPath({ bytes, name }: OpenedFile): boolean {
  const ending = name.toLowerCase().replace(/\.gz$/, '').split('.').pop() ?? '';
  if (isZip(bytes) || ['npz', 'nwb', 'h5', 'hdf5'].includes(ending)) return true;
  if (!['csv', 'tsv', 'txt'].includes(ending)) return false;
  const header = new TextDecoder().decode(bytes.subarray(0, 400)).split('\n', 1)[0].toLowerCase();
  return !header.includes('source') && /(^|[,\t; "])(t|time|x|y|pos)/.test(header);
}
