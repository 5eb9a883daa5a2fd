/** What became of the documents, counted. */
import { corpusProbes } from '../../models/corpus/model/probes';
import { fates, keptFate } from '../../models/corpus/model/fates';
import type { RecordingReader } from '../../session/recording';
import type { Figure } from '../figure';
import { emptyScene, panel, scene } from '../layout';
import { sayFixed } from '../numbers';
import { type Mark, rect, segments, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { fateColour } from './fateColours';

interface Counted {
  fate: number;
  label: string;
  count: number;
  share: number;
}

/** In the order of the pipeline; fates that no document met are left out. */
function countedOf(reader: RecordingReader): { rows: Counted[]; all: number } | undefined {
  const row = reader.series(corpusProbes.fateCounts)?.latest(1);
  if (!row || row.times.length === 0) return undefined;
  const all = row.data.reduce((sum, count) => sum + count, 0);
  const rows = fates
    .map(({ label }, fate) => ({
      fate,
      label,
      count: row.data[fate],
      share: row.data[fate] / Math.max(1, all)
    }))
    .filter(({ count, fate }) => count > 0 || fate === keptFate);
  return { rows, all };
}

const percent = (share: number): string => `${sayFixed(100 * share, share < 0.0995 ? 2 : 1)} %`;

export const fateCounts: Figure = {
  id: 'fateCounts',
  title: 'What became of the documents',
  symbol: '',
  unit: '',
  help: 'Documents since the beginning by what became of each when it came. Filters are asked in the order shown and the first that is hit removes the document, so a document is counted once and all bars sum to the stream. A near copy shares enough n-grams with a document that came before it and ranks no higher.',
  probes: [corpusProbes.fateCounts],
  settings: [],
  emptyMessage: 'How many documents each filter removes, and how many stay. Press Run or step a trial.',

  draw(reader, context) {
    const counted = countedOf(reader);
    if (!counted) return emptyScene(context, this.emptyMessage);
    const { theme } = context;
    const { hairline, space, textSize } = theme;
    const outer = panel(context);
    const { rows } = counted;
    const words = rows.map(({ count, share }) => `${count}  ${percent(share)}`);
    const right = Math.max(...words.map((word) => textWidth(word, textSize))) + space * 2;
    const left = Math.min(
      outer.width * 0.5,
      Math.max(...rows.map(({ label }) => textWidth(label, textSize))) + space * 2
    );
    const most = Math.max(1, ...rows.map(({ count }) => count));
    const step = Math.min(textSize * 3, (outer.height - space * 2) / rows.length);
    const room = Math.max(1, outer.width - left - right - space * 2);
    const marks: Mark[] = rows.flatMap(({ count, fate, label }, r): Mark[] => {
      const y = outer.y + space + (r + 0.5) * step;
      const height = Math.max(2, step * 0.62);
      const long = Math.max(count > 0 ? hairline : 0, (room * count) / most);
      const size = Math.min(textSize, step);
      return [
        text(outer.x + left - space, y, fitText(label, size, left - space * 2), {
          size,
          fill: theme.text,
          anchor: 'end',
          align: 'middle'
        }),
        rect(
          { x: outer.x + left, y: y - height / 2, width: long, height },
          { fill: fateColour(fate, theme) }
        ),
        text(outer.x + left + long + space, y, words[r], { size, fill: theme.muted, align: 'middle' })
      ];
    });
    const foot = outer.y + space + rows.length * step;
    marks.push(
      segments([outer.x + left, outer.y + space, outer.x + left, foot], {
        colour: theme.axis,
        width: hairline
      })
    );
    return scene(context, marks);
  },

  summary(reader) {
    const counted = countedOf(reader);
    if (!counted) return this.emptyMessage;
    const said = counted.rows.map(({ label, count, share }) => `${label} ${count} (${percent(share)})`);
    return `Of ${counted.all} documents: ${said.join('; ')}.`;
  },

  table(reader) {
    const counted = countedOf(reader);
    return {
      columns: ['fate', 'documents', 'share'],
      rows: (counted?.rows ?? []).map(({ label, count, share }) => [label, count, share])
    };
  }
};
