/** Where the words of each source go: kept, or lost to filters, near copies and low quality. */
import { type SankeyLink, type SankeyNode, sankey, sankeyJustify } from 'd3-sankey';
import { copyFate, keptFate, poorFate } from '../../models/corpus/model/fates';
import { corpusProbes, stages } from '../../models/corpus/model/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { sayFixed } from '../numbers';
import { type Mark, rect, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { fateColour } from './fateColours';

const ends = [
  { label: 'Kept', fate: keptFate },
  { label: 'Low quality', fate: poorFate },
  { label: 'Near copies', fate: copyFate },
  { label: 'Filtered out', fate: 1 }
] as const;

interface SourceRow {
  name: string;
  /** Words that came, and those that went to each end. */
  came: number;
  went: readonly number[];
}

function rowsOf(reader: RecordingReader, { corpus }: FigureContext): SourceRow[] | undefined {
  const row = reader.series(corpusProbes.ledger)?.latest(1);
  if (!corpus || !row || row.times.length === 0) return undefined;
  return corpus.sources.map((name, s) => {
    const [came, filtered, single, kept] = row.data.subarray(s * stages.length, (s + 1) * stages.length);
    return { name, came, went: [kept, single - kept, filtered - single, came - filtered] };
  });
}

interface Node {
  name: string;
  words: number;
  fill: string;
  source: boolean;
}

export const ledger: Figure = {
  id: 'ledger',
  title: 'Where the words go',
  symbol: '',
  unit: '',
  help: 'Every word of the stream from its source to its end, as things stand now: a ribbon is as high as its words are many, and what leaves a source at the left arrives at the right. Near copies are settled again as the stream goes on, for the copy from the best source stays, even where it came later.',
  probes: [corpusProbes.ledger],
  settings: [],
  emptyMessage:
    'How many words of each source are kept, and what took the others. Press Run or step a trial.',

  draw(reader, context) {
    const rows = rowsOf(reader, context)?.filter(({ came }) => came > 0);
    if (!rows?.length) return emptyScene(context, this.emptyMessage);
    const { theme } = context;
    const { space, textSize } = theme;
    const outer = panel(context);
    const all = rows.reduce((sum, { came }) => sum + came, 0);
    const arrived = ends.map(({ fate, label }, e) => ({
      name: label,
      words: rows.reduce((sum, { went }) => sum + went[e], 0),
      fill: fateColour(fate, theme),
      source: false,
      end: e
    }));
    const there = arrived.filter(({ words }) => words > 0);
    const nodes: Node[] = [
      ...rows.map(({ came, name }) => ({ name, words: came, fill: theme.input, source: true })),
      ...there
    ];
    const links = rows.flatMap(({ went }, s) =>
      there.flatMap(({ end }, e) =>
        went[end] > 0 ? [{ source: s, target: rows.length + e, value: went[end], fill: there[e].fill }] : []
      )
    );
    const said = nodes.map(({ name, words }) => ({
      name,
      words: `${inThousands(words)}  ${sayFixed((100 * words) / all, 1)} %`,
      line: `${name}  ${sayFixed((100 * words) / all, 1)} %`
    }));
    const widest = (from: typeof said): number =>
      Math.max(...from.flatMap(({ line, words }) => [line, words]).map((word) => textWidth(word, textSize))) +
      space * 2;
    const left = Math.min(outer.width * 0.35, widest(said.slice(0, rows.length)));
    const right = Math.min(outer.width * 0.35, widest(said.slice(rows.length)));
    const box = inset(outer, { left, right, top: space * 2, bottom: space * 2 });
    const most = Math.max(rows.length, there.length);
    const laid = sankey<Node, { fill: string }>()
      .nodeAlign(sankeyJustify)
      .nodeSort((a, b) => (a.index ?? 0) - (b.index ?? 0))
      .nodeWidth(space * 2)
      .nodePadding(Math.min(textSize * 1.6, box.height / (2.5 * most)))
      .extent([
        [box.x, box.y],
        [box.x + box.width, box.y + box.height]
      ])({ nodes: nodes.map((node) => ({ ...node })), links: links.map((link) => ({ ...link })) });
    const marks: Mark[] = laid.links.map((link) => ribbon(link, link.fill));
    laid.nodes.forEach((node, n) => {
      const [x0, x1, y0, y1] = [node.x0 ?? 0, node.x1 ?? 0, node.y0 ?? 0, node.y1 ?? 0];
      marks.push(rect({ x: x0, y: y0, width: x1 - x0, height: Math.max(1, y1 - y0) }, { fill: node.fill }));
      const at = node.source ? x0 - space : x1 + space;
      const anchor = node.source ? 'end' : 'start';
      const room = (node.source ? left : right) - space * 2;
      const middle = (y0 + y1) / 2;
      const two = y1 - y0 > textSize * 2.1;
      const name = two ? said[n].name : said[n].line;
      marks.push(
        text(at, two ? middle - textSize * 0.6 : middle, fitText(name, textSize, room), {
          size: textSize,
          fill: theme.text,
          anchor,
          align: 'middle'
        })
      );
      if (two)
        marks.push(
          text(at, middle + textSize * 0.6, fitText(said[n].words, textSize, room), {
            size: textSize,
            fill: theme.muted,
            anchor,
            align: 'middle'
          })
        );
    });
    return scene(context, marks);
  },

  summary(reader, context) {
    const rows = rowsOf(reader, context);
    if (!rows) return this.emptyMessage;
    const said = rows.map(
      ({ came, name, went }) =>
        `${name}: ${inThousands(came)} words, ${sayFixed((100 * went[0]) / Math.max(1, came), 1)} % kept`
    );
    return `${said.join('; ')}.`;
  },

  table(reader, context) {
    return {
      columns: ['source', 'words', ...ends.map(({ label }) => `${label.toLowerCase()} (words)`)],
      rows: (rowsOf(reader, context) ?? []).map(({ came, name, went }) => [name, came, ...went])
    };
  }
};

/** A band of even height from source to end: along the middle line that the layout gives, half its width up and down. */
function ribbon(link: SankeyLink<Node, { fill: string }>, fill: string): Mark {
  const [from, to] = [link.source, link.target] as SankeyNode<Node, { fill: string }>[];
  const [x0, x1, y0, y1] = [from.x1 ?? 0, to.x0 ?? 0, link.y0 ?? 0, link.y1 ?? 0];
  const half = (link.width ?? 0) / 2;
  const upper: number[] = [];
  const lower: number[] = [];
  for (let k = 0; k <= pieces; k++) {
    const t = k / pieces;
    const x = x0 + (x1 - x0) * (1.5 * t * (1 - t) * (1 - t) + 1.5 * t * t * (1 - t) + t * t * t);
    const y = y0 + (y1 - y0) * t * t * (3 - 2 * t);
    upper.push(x, y - half);
    lower.unshift(x, y + half);
  }
  return { kind: 'polygon', points: Float32Array.from([...upper, ...lower]), fill, opacity: 0.45 };
}

const pieces = 24;

/** Counts that grow all the time, short and without a power of ten: 812, 67 k, 1.2 M. */
function inThousands(count: number): string {
  if (count < 10_000) return String(Math.round(count));
  return count < 1e6 ? `${Math.round(count / 1000)} k` : `${sayFixed(count / 1e6, 1)} M`;
}
