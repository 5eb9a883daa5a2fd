/** What each network costs: parameters, what it keeps of a sequence and operations of one token, beside attention of equal width. */
import { totalOf } from '../../models/memory/cost/cost';
import { networkCost } from '../../models/memory/cost/network';
import type { PlannedNetwork } from '../../models/memory/model/settings';
import { vocabularyOf } from '../../models/memory/model/vocabulary';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, panel, scene } from '../layout';
import { shortNumber } from '../numbers';
import { type Mark, rect, text } from '../scene';
import { fitText } from '../textWidth';
import { networkMarks } from './networks';

/** Layers of transformers that others are held against. */
const references = [
  { layer: 'softmax', label: 'MHA' },
  { layer: 'gqa', label: 'GQA' },
  { layer: 'mla', label: 'MLA' }
] as const;

interface Row {
  label: string;
  short: string;
  /** None of a layer that only stands beside. */
  colour: string | undefined;
  parameters: number;
  bytes: number;
  operations: number;
}

const columns = [
  { of: (row: Row) => row.parameters, title: 'Parameters' },
  { of: (row: Row) => row.bytes, title: 'Bytes kept' },
  { of: (row: Row) => row.operations, title: 'Operations' }
] as const;

function rowsOf({ sequences, shape, theme }: FigureContext): Row[] | undefined {
  if (!sequences) return undefined;
  const { networks } = sequences;
  const asked = vocabularyOf(shape);
  const costOf = ({ sizes }: PlannedNetwork) => {
    const cost = networkCost(sizes, asked);
    return {
      parameters: totalOf(cost.parameters),
      bytes: 4 * cost.kept(shape.steps),
      operations: totalOf(cost.token(shape.steps))
    };
  };
  const { sizes: first } = networks[0];
  const beside = references.filter(
    ({ layer }) => !networks.some(({ sizes }) => sizes.layer === layer && sizes.width === first.width)
  );
  return [
    ...networkMarks(sequences, theme).map(({ colour, label, short }, n) => ({
      label,
      short,
      colour,
      ...costOf(networks[n])
    })),
    ...beside.map(({ label, layer }) => ({
      label,
      short: label,
      colour: undefined,
      ...costOf({ label, sizes: { ...first, layer, windowEvery: 0, keyHeads: dividing(first) } })
    }))
  ];
}

/** Heads of keys as set, where they divide the heads. */
const dividing = ({ heads, keyHeads }: PlannedNetwork['sizes']): number =>
  heads % keyHeads === 0 ? keyHeads : 1;

export const networkCosts: Figure = {
  id: 'networkCosts',
  title: 'What networks cost',
  symbol: '',
  unit: '',
  help: 'Counted, not measured: parameters of each network, bytes it keeps of one sequence at its end, and operations of that last token, a multiplication and an addition being two. Grey beside them are networks of the first one’s width, depth and MLP with multi-head (MHA), grouped-query (GQA) and latent attention (MLA). A bar is a share of its column’s longest.',
  probes: [],
  needs: 'exact',
  settings: [],
  emptyMessage: 'What the networks cost, beside attention of equal width.',

  draw(_reader, context) {
    const rows = rowsOf(context);
    if (!rows) return emptyScene(context, this.emptyMessage);
    const { theme } = context;
    const { space, textSize } = theme;
    const outer = panel(context);
    const labels = Math.min(outer.width * 0.24, textSize * 9);
    const across = (outer.width - labels - space * 4) / columns.length;
    const head = textSize * 1.6;
    const step = Math.min((outer.height - head) / rows.length, textSize * 2.6);
    const marks: Mark[] = rows.map((row, r) =>
      text(
        outer.x + space,
        outer.y + head + step * (r + 0.5) + textSize * 0.35,
        fitText(row.short, textSize, labels - space),
        { size: textSize, fill: row.colour ?? theme.muted }
      )
    );
    columns.forEach(({ of, title }, c) => {
      const left = outer.x + labels + across * c + space * 2;
      const longest = Math.max(1, ...rows.map(of));
      // Room for the number after the longest bar.
      const room = across - space * 3 - textSize * 3.4;
      marks.push(
        text(left, outer.y + textSize, fitText(title, textSize, across - space), {
          size: textSize,
          fill: theme.text
        })
      );
      rows.forEach((row, r) => {
        const width = (room * of(row)) / longest;
        const middle = outer.y + head + step * (r + 0.5);
        marks.push(
          rect(
            { x: left, y: middle - step * 0.28, width: Math.max(width, theme.hairline), height: step * 0.56 },
            { fill: row.colour ?? theme.axis, opacity: row.colour ? 1 : 0.5 }
          ),
          text(left + width + space, middle + textSize * 0.35, sayAmount(of(row)), {
            size: textSize,
            fill: theme.text
          })
        );
      });
    });
    return scene(context, marks);
  },

  summary(_reader, context) {
    const rows = rowsOf(context);
    if (!rows) return this.emptyMessage;
    return `${rows
      .map(
        ({ bytes, label, operations, parameters }) =>
          `${label} has ${sayAmount(parameters)} parameters, keeps ${sayAmount(bytes)} bytes and takes ${sayAmount(operations)} operations a token`
      )
      .join('; ')}.`;
  },

  table(_reader, context) {
    return {
      columns: ['network', 'parameters', 'kept of a sequence (bytes)', 'operations a token'],
      rows: (rowsOf(context) ?? []).map(({ bytes, label, operations, parameters }) => [
        label,
        parameters,
        bytes,
        operations
      ])
    };
  }
};

/** "12 k", "3.4 M". */
export function sayAmount(amount: number): string {
  if (amount >= 1e9) return `${shortNumber(amount / 1e9)} G`;
  if (amount >= 1e6) return `${shortNumber(amount / 1e6)} M`;
  return amount >= 1000 ? `${shortNumber(amount / 1000)} k` : String(amount);
}
