/** What cleaning is worth to who reads: models of letters on the stream as it came, filtered, and without near copies. */
import { readerNames } from '../../models/corpus/model/readers';
import { corpusProbes } from '../../models/corpus/model/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure } from '../figure';
import { emptyScene } from '../layout';
import { sayFixed } from '../numbers';
import { type FigureMemory, heldRange, type Range } from '../ranges';
import type { Symbols } from '../scene';
import { trialScene } from '../trialLines';

const shapes: readonly Symbols['shape'][] = ['square', 'triangle', 'circle'];

function rowsOf(reader: RecordingReader) {
  const rows = reader.series(corpusProbes.readerLoss)?.latest();
  return rows?.data.some(Number.isFinite) ? rows : undefined;
}

function spanOf(values: Float32Array, memory: FigureMemory | undefined): Range {
  const known = values.filter(Number.isFinite);
  const range = heldRange(memory?.ranges.get('readerLearning'), [Math.min(...known), Math.max(...known)]);
  memory?.ranges.set('readerLearning', range);
  return range;
}

export const readerLearning: Figure = {
  id: 'readerLearning',
  title: 'What cleaning is worth',
  symbol: '',
  unit: '',
  help: 'Bits a character that models of letters need for held-out clean text, which none of them has read. Each has read equally many characters: of the stream as it came, of what passed the filters, and of what is no near copy either. Lower is better; where lines cross, cleaning does not pay yet.',
  probes: [corpusProbes.readerLoss],
  settings: [],
  emptyMessage: 'Which text teaches best: raw, filtered, or without copies. Press Run or step a trial.',

  draw(reader, context) {
    const rows = rowsOf(reader);
    if (!rows) return emptyScene(context, this.emptyMessage);
    const { categories } = context.theme;
    return trialScene(context, {
      key: 'readerLearning',
      rows,
      title: 'Held-out text, each character (bits)',
      lines: readerNames.map((name, column) => ({
        label: `${name}:`,
        short: `${name}:`,
        colour: categories[[3, 1, 0][column]],
        shape: shapes[column],
        hollow: column === 0,
        column
      })),
      // Differences are small: the axis does not begin at zero.
      range: spanOf(rows.data, context.memory),
      say: (value) => sayFixed(value, 3)
    });
  },

  summary(reader) {
    const rows = rowsOf(reader);
    if (!rows) return this.emptyMessage;
    const last = rows.times.length - 1;
    const said = readerNames.map((name, n) => `${name} ${sayFixed(rows.data[last * rows.width + n], 3)}`);
    return `Bits a character on held-out text after trial ${rows.times[last] + 1}: ${said.join(', ')}.`;
  },

  table(reader) {
    const rows = rowsOf(reader);
    return {
      columns: ['trial', ...readerNames.map((name) => `${name} (bits a character)`)],
      rows: rows
        ? Array.from(rows.times, (trial, r) => [
            trial + 1,
            ...readerNames.map((_, n) => rows.data[r * rows.width + n])
          ])
        : []
    };
  }
};
