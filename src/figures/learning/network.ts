/** The network as a graph: activity on the nodes, the strongest synapses as edges. */
import { shortNumber } from '../numbers';
import { type RecordingReader, rowsBetween } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { placeNodes } from '../marks/networkGraph';
import { extent, keep } from '../ranges';
import { type Mark, type Symbols, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { sayTick, tickWindow } from '../timeAxis';
import { flowRows, flowsAt, sayFlows } from './flows';
import { drawLayers } from './layeredNetwork';
import {
  activityAt,
  activityProbes,
  edgeMarks,
  edgesOf,
  nodeMarks,
  pickedNode,
  ringMark,
  sayNode
} from './networkParts';
import { probes } from './probes';
import { inputGroups, unitGroups } from './units';

const read = [
  probes.input,
  probes.spikes,
  probes.activity,
  probes.output,
  probes.weights,
  probes.readoutWeights,
  probes.learningSignal,
  probes.cascade
];

export const networkGraph: Figure = {
  id: 'networkGraph',
  title: 'Network',
  symbol: 'x, z, y',
  unit: '',
  help: 'Inputs left, units in the middle (circles plain, squares adaptive), outputs right. Nodes fill with activity; a spike fades over some ticks. Edges are the strongest synapses, of the selected unit when there is one: solid is excitatory, dashed inhibitory, thicker is stronger. With several layers and no unit selected, as many are drawn of each kind: from the layer below, within a layer, to the output. Bars below each of them show what moves between layers at this tick: the learning signal coming down, as the mean of |σ| over the units of the layer, and the trace of the selected unit going up, as the mean over its synapses of |f(k→l)|, its eligibility trace behind the filters of the layers from its own, k, to l. Click a node to select the unit.',
  probes: read,
  ofUnit: true,
  settings: [
    {
      name: 'edges',
      label: 'Synapses shown',
      group: 'Network',
      live: true,
      kind: 'number',
      default: 60,
      min: 0,
      max: 1000,
      integer: true,
      scale: 'linear',
      help: 'How many of the strongest synapses are drawn; 20 to 100 stay readable.'
    }
  ],
  emptyMessage:
    'The network with activity on its nodes and its strongest synapses. Press Run or step a tick.',

  draw(reader, context) {
    const window = tickWindow(reader, activityProbes, context);
    if (!window && !reader.image(probes.weights)) return emptyScene(context, this.emptyMessage);
    if (context.layers.length > 1)
      return drawLayers(reader, context, tickNow(reader, context), edgesShown(context));
    const { selection, shape, theme, units } = context;
    const adaptive = units - (context.layers[0]?.adaptiveFrom ?? units);
    const { space, textSize } = theme;
    const { inputs, outputs } = shape;
    const spiking = reader.series(probes.activity) === undefined;
    const groups = inputGroups(context);
    const outer = panel(context);
    const nameSize = { size: textSize, fill: theme.muted };
    const leftRoom = Math.min(
      outer.width * 0.25,
      Math.max(...groups.map(({ label }) => textWidth(label, textSize)))
    );
    const names = Array.from({ length: outputs }, (_, k) => shape.outputLabels[k] ?? `y${k}`);
    const rightRoom = Math.min(
      outer.width * 0.25,
      Math.max(0, ...names.map((name) => textWidth(name, textSize)))
    );
    const box = inset(outer, {
      left: leftRoom + space * 4,
      right: rightRoom + space * 5,
      top: space * 3,
      bottom: space * 3
    });
    const layout = [inputs, units, adaptive, outputs, box.x, box.y, box.width, box.height, space];
    const places = keep(context.memory, 'places', layout, () =>
      placeNodes(
        { inputs, groupStarts: groups.slice(1).map(({ from }) => from), units, adaptive, outputs },
        box,
        space * 2
      )
    );
    const { points } = places;
    const { list, largest } = edgesOf(reader, context, edgesShown(context));
    const tick = selection.tick ?? (window ? window.to - 1 : 0);
    const marks: Mark[] = edgeMarks(list, largest, points, context);

    const inputActivity = activityAt(reader, probes.input, tick, shape.inputKind === 'spikes');
    const unitActivity = activityAt(reader, spiking ? probes.spikes : probes.activity, tick, spiking);
    const outputActivity = activityAt(reader, probes.output, tick, false);
    const plain = units - adaptive;
    const nodes = (first: number, count: number, ...paint: NodePaint): Mark =>
      nodeMarks(points.subarray(2 * first, 2 * (first + count)), ...paint, context);
    const full = (levels: Float32Array | undefined): number => Math.max(1, ...(levels ?? []));
    marks.push(
      nodes(0, inputs, 'triangle', places.inputRadius, theme.input, inputActivity, full(inputActivity)),
      nodes(inputs, plain, 'circle', places.unitRadius, theme.lif, unitActivity, 1),
      nodes(
        inputs + plain,
        adaptive,
        'square',
        places.unitRadius,
        theme.alif,
        unitActivity?.subarray(plain),
        1
      ),
      nodes(
        inputs + units,
        outputs,
        'circle',
        places.outputRadius,
        theme.text,
        outputActivity,
        full(outputActivity)
      )
    );
    if (selection.unit !== undefined && selection.unit < units) {
      const node = inputs + selection.unit;
      const shape = selection.unit >= plain ? 'square' : 'circle';
      marks.push(ringMark(points.subarray(2 * node, 2 * node + 2), shape, places.unitRadius, context));
    }
    let free = Number.NEGATIVE_INFINITY;
    for (const { label, from, to } of groups) {
      const y = (points[2 * from + 1] + points[2 * (to - 1) + 1]) / 2;
      if (y - textSize * 0.6 < free) continue;
      free = y + textSize * 0.6;
      marks.push(
        text(box.x - space * 2.5, y, fitText(label, textSize, leftRoom), {
          ...nameSize,
          anchor: 'end',
          align: 'middle'
        })
      );
    }
    if (outputs > 0 && box.height / outputs >= textSize * 1.1)
      names.forEach((name, k) => {
        const node = 2 * (inputs + units + k);
        const x = points[node] + places.outputRadius + space * 1.5;
        marks.push(
          text(x, points[node + 1], fitText(name, textSize, rightRoom), { ...nameSize, align: 'middle' })
        );
      });
    for (const { from, label, to } of unitGroups(context)) {
      const members = points.subarray(2 * (inputs + from), 2 * (inputs + to));
      const [left, right] = extent(members, 0, 2);
      const [top, bottom] = extent(members, 1, 2);
      // Just outside the disc, up and to the left, where a circle leaves its box empty.
      const x = (left + right) / 2 - (right - left) * 0.36 - space;
      const y = (top + bottom) / 2 - (bottom - top) * 0.36 - space;
      marks.push(text(x, y, label, { ...nameSize, anchor: 'end', align: 'baseline' }));
    }
    return scene(context, marks, (x, y) => pickedNode(places, x, y, context));
  },

  summary(reader, context) {
    const window = tickWindow(reader, activityProbes, context);
    const { list } = edgesOf(reader, context, edgesShown(context));
    if (!window && list.length === 0) return this.emptyMessage;
    const { selection, shape, units } = context;
    const tick = selection.tick ?? (window ? window.to - 1 : 0);
    const series = reader.series(probes.spikes);
    const now = series
      ? rowsBetween(series, tick, tick + 1).data.reduce((sum, value) => sum + value, 0)
      : undefined;
    const layers = context.layers.length > 1 ? ` in ${context.layers.length} layers` : '';
    const firing = now === undefined ? '' : `, ${now} spiking at ${sayTick(tick, shape)}`;
    const edge = list[0] ? ` Strongest synapse shown: ${shortNumber(list[0].weight)}.` : '';
    return `${shape.inputs} inputs, ${units} units${layers}${firing}, ${shape.outputs} outputs.${edge}${sayFlows(reader, context, tick)}`;
  },

  table(reader, context) {
    const { list } = edgesOf(reader, context, edgesShown(context));
    const edges = list.map(({ from, to, weight }) => [sayNode(from, context), sayNode(to, context), weight]);
    if (context.layers.length < 2) return { columns: ['from', 'to', 'weight'], rows: edges };
    const flows = flowsAt(reader, context, tickNow(reader, context));
    return {
      columns: ['what', 'from', 'to', 'value'],
      rows: [...edges.map((edge) => ['weight', ...edge]), ...flowRows(flows, context)]
    };
  }
};

/** How the nodes of `nodes` are painted: shape, radius, colour, activity, full activity. */
type NodePaint = [Symbols['shape'], number, string, Float32Array | undefined, number];

function edgesShown(context: FigureContext): number {
  return Number(settingOf(networkGraph, context, 'edges'));
}

function tickNow(reader: RecordingReader, context: FigureContext): number {
  const window = tickWindow(reader, activityProbes, context);
  return context.selection.tick ?? (window ? window.to - 1 : 0);
}
