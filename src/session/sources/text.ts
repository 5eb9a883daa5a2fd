/**
 * A text as a stream: at every tick one symbol flows in, one-hot, and the answer is the symbol that comes next. The score to beat is
 * the entropy of single symbols: what a reader loses who knows how often each comes, and nothing of what came before.
 */
import { wholeOf } from '../../formats/byteFile';
import { readText } from '../../formats/text';
import { SettingError } from '../../models/settings';
import type { Trial } from '../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../source';
import { trialsOnDemand } from './onDemand';
import { steps } from './streamSettings';
import { cutText, symbolSettings, textSplitSettings } from './textSymbols';

interface TextSettings {
  file: string;
  symbols: 'characters' | 'bytes';
  steps: number;
}

export const textSource: SourceDefinition = {
  id: 'text',
  title: 'Text',
  summary: 'Any text file, symbol by symbol; the answer is the symbol that comes next.',
  settings: [
    {
      name: 'file',
      label: 'File',
      kind: 'text',
      default: 'example:tides.txt',
      namesFile: true,
      group: 'Stream',
      live: false,
      help: 'Any text in UTF-8, gzipped or not. "example:tides.txt" is shipped with Engram; a relative name in an experiment file leads from that file.'
    },
    ...symbolSettings,
    steps({
      name: 'steps',
      label: 'Trial length',
      default: 50,
      min: 1,
      max: 100000,
      scale: 'log',
      help: 'Symbols in a trial; the network begins each trial at rest.'
    }),
    ...textSplitSettings
  ],
  create
};

/** Throws FormatError for a file that is no text or too short, SettingError for settings that do not fit it. */
async function create(context: SourceContext): Promise<Source> {
  const { file, steps: length, symbols: kind } = context.settings as unknown as TextSettings;
  if (file.trim() === '') throw new SettingError("Setting 'file' is empty; name a text file.");
  const row = readText(file, wholeOf(file, await context.files.read(file), 'split the text'), kind);
  const { labels, note, order, split, symbols } = cutText(context, file, row, length);
  const width = labels.length;
  const cut = (index: number, position: number): Trial => {
    const x = new Float64Array(length * width);
    const target = new Float64Array(length * width);
    const first = position * length;
    for (let t = 0; t < length; t++) {
      x[t * width + symbols[first + t]] = 1;
      target[t * width + symbols[first + t + 1]] = 1;
    }
    return { index, x, target, mask: new Float64Array(length).fill(1) };
  };
  return {
    shape: {
      inputs: width,
      outputs: width,
      steps: length,
      dtMs: 1,
      loss: 'classification',
      inputKind: 'spikes',
      inputGroups: [{ label: 'symbols', from: 0, to: width }],
      phases: [],
      outputLabels: labels
    },
    trials: (from, demand$) => trialsOnDemand(from, demand$, (k) => cut(k, order(k))),
    heldOut: Array.from(split.heldOut, (position, i) => cut(i, position)),
    trialsPerPass: split.learned.length,
    note
  };
}
