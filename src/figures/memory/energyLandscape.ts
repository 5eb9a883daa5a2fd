/** A query that falls down the energy of which attention is a step: patterns in the plane, the landscape between them, the way down. */
import { descend, type Descent, type Hopfield, hopfieldEnergy } from '../../models/memory/energy/hopfield';
import { rowsOf } from '../../models/memory/rows';
import { Random } from '../../models/random';
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear } from '../axes';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { inset, panel, scene } from '../layout';
import { colourBar, colourBarWidth, heatMap } from '../marks/heatMap';
import { sayFixed, shortNumber } from '../numbers';
import { keep, type Range, roundRange } from '../ranges';
import { group, type Mark } from '../scene';
import { fitText } from '../textWidth';

/** Cells along a side of the landscape. */
const side = 72;
const reach = 1.6;
const most = 60;

interface Landscape {
  network: Hopfield;
  /** [side, side], row 0 at the top. */
  energy: Float64Array;
  range: Range;
  descent: Descent;
  /** The pattern nearest to where the query ended. */
  nearest: number;
  /** Its distance. */
  left: number;
}

function landscapeOf(context: FigureContext): Landscape {
  const count = Number(settingOf(energyLandscape, context, 'patterns'));
  const beta = Number(settingOf(energyLandscape, context, 'beta'));
  const query = Number(settingOf(energyLandscape, context, 'query'));
  return keep(context.memory, 'energyLandscape', [count, beta, query], () => {
    // On a ring, each a little off its place, so that no two basins are alike.
    const random = new Random(7);
    const places = Array.from({ length: count }, (_, n) => {
      const turn = (2 * Math.PI * (n + 0.5 * random.uniform())) / count;
      const far = 0.8 + 0.4 * random.uniform();
      return [far * Math.cos(turn), far * Math.sin(turn)];
    });
    const network = { patterns: rowsOf(count, 2, places.flat()), beta };
    const energy = Float64Array.from({ length: side * side }, (_, at) => {
      const x = -reach + (2 * reach * ((at % side) + 0.5)) / side;
      const y = reach - (2 * reach * (Math.floor(at / side) + 0.5)) / side;
      return hopfieldEnergy(network, Float64Array.of(x, y));
    });
    const turn = (2 * Math.PI * query) / 360;
    const start = Float64Array.of(1.4 * Math.cos(turn), 1.4 * Math.sin(turn));
    const descent = descend(network, start, most, 1e-6);
    const end = descent.states[descent.states.length - 1];
    const distances = places.map(([x, y]) => Math.sqrt((x - end[0]) ** 2 + (y - end[1]) ** 2));
    const left = Math.min(...distances);
    const values = [...energy];
    return {
      network,
      energy,
      range: roundRange([0, Math.max(...values)], 0),
      descent,
      nearest: distances.indexOf(left),
      left
    };
  });
}

export const energyLandscape: Figure = {
  id: 'energyLandscape',
  title: 'Energy landscape',
  symbol: 'E(ξ)',
  unit: '',
  help: 'Attention as a step downhill. Squares are stored patterns, with keys and values the same; colour is the energy E(ξ) = −lse(β, Xξ) + |ξ|²/2 + const of a query at that place; the line is a query that is read, and read again with what it found: ξ ← Xᵀ softmax(βXξ). The energy never rises (Ramsauer et al. 2020, arXiv 2008.02217, Theorem 1). With a large β every pattern has a valley of its own and one step nearly reaches it; with a small one all share a single valley, and the query ends at their mean. Patterns and query are an example in the plane, not of the run.',
  probes: [],
  needs: 'exact',
  settings: [
    {
      name: 'beta',
      label: 'Inverse temperature β',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: '4',
      options: ['0.5', '1', '2', '4', '8', '16', '32'].map((value) => ({ value, label: value })),
      help: 'The factor on logits. Attention over keys of unit norm has √d.'
    },
    {
      name: 'patterns',
      label: 'Patterns',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: '5',
      options: ['2', '3', '5', '8'].map((value) => ({ value, label: value })),
      help: 'How many are stored.'
    },
    {
      name: 'query',
      label: 'Query from',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: '145',
      options: ['10', '55', '100', '145', '190', '235', '280', '325'].map((value) => ({
        value,
        label: `${value}°`
      })),
      help: 'Where the query begins, on a circle around the patterns.'
    }
  ],
  emptyMessage: 'A query falling down an energy landscape.',

  draw(_reader, context) {
    const { descent, energy, network, range } = landscapeOf(context);
    const { theme } = context;
    const { lineWidth, space, textSize } = theme;
    const outer = panel(context);
    const margins = {
      left: leftMargin(linear([-reach, reach], outer.height, 0), outer.height, theme),
      right: colourBarWidth(range, theme) + space * 2,
      top: textSize * 1.35 + space * 2.5,
      bottom: bottomMargin(theme)
    };
    const room = inset(outer, margins);
    const size = Math.min(room.width, room.height);
    const box = { x: room.x, y: room.y, width: size, height: size };
    const x = linear([-reach, reach], box.x, box.x + size);
    const y = linear([-reach, reach], box.y + size, box.y);
    const path = Float32Array.from(descent.states.flatMap(([a, b]) => [x(a), y(b)]));
    const patterns = Float32Array.from({ length: network.patterns.data.length }, (_, i) =>
      i % 2 === 0 ? x(network.patterns.data[i]) : y(network.patterns.data[i])
    );
    const dots = (points: Float32Array, colour: string): Mark => ({
      kind: 'symbols',
      points,
      shape: 'circle',
      radius: space * 0.6,
      shades: [theme.background],
      stroke: { colour, width: lineWidth }
    });
    const marks: Mark[] = [
      heatMap({
        box,
        rows: side,
        columns: side,
        data: energy,
        rowStride: side,
        columnStride: 1,
        range,
        paletteName: theme.sequential,
        missingColour: theme.background
      }),
      ...leftAxis(box, y, theme, fitText('○ query, □ patterns', textSize, size)).marks,
      ...bottomAxis(box, x, theme, 'ξ, across and up'),
      group(box, [
        { kind: 'polyline', points: path, stroke: { colour: theme.accent, width: lineWidth * 1.5 } },
        dots(path, theme.accent),
        {
          kind: 'symbols',
          points: patterns,
          shape: 'square',
          radius: space * 0.9,
          shades: [theme.background],
          stroke: { colour: theme.text, width: lineWidth * 1.2 }
        }
      ]),
      ...colourBar(box, range, theme.sequential, theme)
    ];
    // What is left beside the square shows the energy on the way down.
    const bar = colourBarWidth(range, theme);
    const beside = { ...room, x: room.x + size + bar, width: outer.x + outer.width - room.x - size - bar };
    if (beside.width > textSize * 11) {
      const { energies } = descent;
      const last = energies.length - 1;
      const eRange = roundRange([Math.min(...energies), energies[0]]);
      const left = leftMargin(linear(eRange, room.height, 0), room.height, theme) + space * 2;
      const down = { ...beside, x: beside.x + left, width: beside.width - left - space * 3 };
      const step = linear([0, last], down.x, down.x + down.width);
      const height = linear(eRange, down.y + down.height, down.y);
      const fall = Float32Array.from(energies.flatMap((value, k) => [step(k), height(value)]));
      const axis = leftAxis(down, height, theme, fitText('Energy E', textSize, down.width));
      marks.push(
        ...axis.grid,
        ...axis.marks,
        ...bottomAxis(down, step, theme, 'Step', true),
        { kind: 'polyline', points: fall, stroke: { colour: theme.accent, width: lineWidth } },
        dots(fall, theme.accent)
      );
    }
    return scene(context, marks);
  },

  summary(_reader, context) {
    const { descent, left, nearest, network } = landscapeOf(context);
    const steps = descent.states.length - 1;
    return `Of ${network.patterns.rows} patterns the query ends ${shortNumber(left)} from pattern ${nearest + 1} after ${steps} ${steps === 1 ? 'step' : 'steps'}; its energy falls from ${sayFixed(descent.energies[0], 3)} to ${sayFixed(descent.energies[steps], 3)} and never rises.`;
  },

  table(_reader, context) {
    const { descent } = landscapeOf(context);
    return {
      columns: ['step', 'ξ₁', 'ξ₂', 'E'],
      rows: descent.states.map(([a, b], k) => [k, a, b, descent.energies[k]])
    };
  }
};
