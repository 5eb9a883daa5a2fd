/** What the first network says when it is left to go on. */
import { memoryProbes } from '../../models/memory/model/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, panel, scene } from '../layout';
import { type Mark, rect, segments, text } from '../scene';
import { textWidth } from '../textWidth';

function tokensOf(reader: RecordingReader, { sequences }: FigureContext): string[] | undefined {
  const row = reader.series(memoryProbes.generated)?.latest(1);
  if (!row || row.times.length === 0 || !sequences) return undefined;
  return Array.from(row.data, (token) => sequences.labels[token] ?? String(token));
}

/** Text as it is written; other tokens by their names, apart. */
function lineOf(reader: RecordingReader, { sequences }: FigureContext): string | undefined {
  const row = reader.series(memoryProbes.generated)?.latest(1);
  if (!row || row.times.length === 0 || !sequences) return undefined;
  const { labels, written } = sequences;
  return Array.from(row.data, (token) => (written ?? labels)[token] ?? String(token)).join(
    written ? '' : ' '
  );
}

export const generated: Figure = {
  id: 'generated',
  title: 'What it goes on with',
  symbol: '',
  unit: '',
  help: 'Tokens that the first network goes on with after the first sequence of the trial, one after another from its memory, each drawn from what it thinks comes next. Temperature sharpens or flattens the draw; at 0 it takes the likeliest. Nothing is learned from them. ↵ stands for a new line, · for a sign that cannot be seen, … for a rare one.',
  probes: [memoryProbes.generated],
  settings: [],
  emptyMessage: 'What the network says when it is left to go on. Press Run or step a trial.',

  draw(reader, context) {
    const line = lineOf(reader, context);
    if (line === undefined) return emptyScene(context, this.emptyMessage);
    const { theme } = context;
    const { space, textSize } = theme;
    const outer = panel(context);
    const size = textSize * 1.15;
    const most = Math.max(1, Math.floor((outer.height - space * 2) / (size * 1.5)));
    const lines = broken(line, size, outer.width - space * 6).slice(0, most);
    const left = outer.x + space * 3;
    const baseline = (k: number): number => outer.y + size * (1.2 + 1.5 * k);
    // Ruled like paper, with the mark of a quotation at its left.
    return scene(context, [
      segments(
        lines.flatMap((_, k) => {
          const y = baseline(k) + size * 0.35;
          return [left, y, outer.x + outer.width - space * 3, y];
        }),
        { colour: theme.grid, width: theme.hairline }
      ),
      rect(
        {
          x: outer.x + space,
          y: outer.y + size * 0.2,
          width: space * 0.6,
          height: lines.length * size * 1.5
        },
        { fill: theme.accent }
      ),
      ...lines.map((line, k): Mark => text(left, baseline(k), line, { size, fill: theme.text }))
    ]);
  },

  summary(reader, context) {
    const line = lineOf(reader, context);
    return line === undefined ? this.emptyMessage : `It goes on with: ${line}`;
  },

  table(reader, context) {
    return {
      columns: ['place', 'token'],
      rows: (tokensOf(reader, context) ?? []).map((token, k) => [k + 1, token])
    };
  }
};

/** Lines no wider than `room`, broken anywhere: text of a young network has no words. */
function broken(content: string, size: number, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const letter of content) {
    if (line && textWidth(line + letter, size) > room) {
      lines.push(line);
      line = '';
    }
    line += letter;
  }
  return line ? [...lines, line] : lines;
}
