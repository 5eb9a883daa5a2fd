/** All weights at this moment: a row per receiving unit or output, a column per input or sending unit. */
import { shortNumber } from '../numbers';
import type { RecordingReader } from '../../session/recording';
import type { Figure } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { colourBar, colourBarWidth, heatMap } from '../marks/heatMap';
import { extent, keep, signedRange } from '../ranges';
import { contains, type Mark, rect, text } from '../scene';
import { bottomNames, leftNames, leftNamesWidth } from './channels';
import { probes } from './probes';
import { type ChannelGroup, partnerGroups, sayPartner, sayUnit, unitGroups } from './units';

const read = [probes.weights, probes.readoutWeights];

interface Weights {
  /** [units, inputs + units]. */
  data: Float32Array;
  rows: number;
  columns: number;
  /** [outputs, units]. */
  readout?: { data: Float32Array; rows: number; columns: number };
}

function weightsOf(reader: RecordingReader): Weights | undefined {
  const image = reader.image(probes.weights);
  if (!image?.probe.size) return undefined;
  const [rows, columns] = image.probe.size;
  const readout = reader.image(probes.readoutWeights);
  return {
    data: image.data,
    rows,
    columns,
    ...(readout?.probe.size && {
      readout: { data: readout.data, rows: readout.probe.size[0], columns: readout.probe.size[1] }
    })
  };
}

function largest(data: Float32Array): number {
  const [low, high] = extent(data);
  return Math.max(Math.abs(low), Math.abs(high));
}

export const weightMatrix: Figure = {
  id: 'weightMatrix',
  title: 'Weights',
  symbol: 'W_in, W_rec, W_out',
  unit: '',
  help: 'Rows receive, columns send: inputs by group, then units by layer, last the bias where there is one. The strip below is the readout, one row per output. Red is excitatory, blue inhibitory. Click a cell to select the receiving unit and the synapse.',
  probes: read,
  settings: [],
  emptyMessage: 'Input, recurrent and readout weights as a matrix. Press Run or step a trial.',

  draw(reader, context) {
    const weights = weightsOf(reader);
    if (!weights) return emptyScene(context, this.emptyMessage);
    const { memory, selection, shape, theme } = context;
    const { hairline, space, textSize } = theme;
    const { columns, data, readout, rows } = weights;
    const range = signedRange(
      memory?.ranges.get('weightMatrix'),
      Math.max(largest(data), readout ? largest(readout.data) : 0)
    );
    memory?.ranges.set('weightMatrix', range);
    const receivers = unitGroups(context);
    const senders = partnerGroups(context, columns);
    const outputName: ChannelGroup[] = readout
      ? [{ label: 'output', from: 0, to: readout.rows, kind: 'plain', colour: theme.text }]
      : [];
    const outer = panel(context);
    const left = leftNamesWidth([...receivers, ...outputName], theme, outer.width * 0.25);
    const body = inset(outer, {
      left,
      right: colourBarWidth(range, theme) + space,
      top: textSize + space * 2,
      bottom: textSize * 1.3 + space * 2
    });
    const gap = readout ? space : 0;
    // A readout of few rows still gets rows that can be seen and hit.
    const outputHeight = readout
      ? Math.min(body.height * 0.3, readout.rows * Math.max(body.height / (rows + readout.rows), space * 1.5))
      : 0;
    const box = { ...body, height: body.height - outputHeight - gap };
    const columnWidth = box.width / columns;
    const rowHeight = box.height / rows;
    const colours = { range, paletteName: theme.signed, missingColour: theme.missing };
    const origin = [data, range, theme, box.x, box.y, box.width, box.height];
    const marks: Mark[] = [
      keep(memory, 'weights', origin, () =>
        heatMap({ box, rows, columns, data, rowStride: columns, columnStride: 1, ...colours })
      )
    ];
    const strip = {
      x: box.x + shape.inputs * columnWidth,
      y: box.y + box.height + gap,
      width: (readout?.columns ?? 0) * columnWidth,
      height: outputHeight
    };
    if (readout)
      marks.push(
        heatMap({
          box: strip,
          rows: readout.rows,
          columns: readout.columns,
          data: readout.data,
          rowStride: readout.columns,
          columnStride: 1,
          ...colours
        }),
        ...outputNames(strip.x)
      );
    const outline = { stroke: { colour: theme.accent, width: hairline } };
    const { synapse, unit } = selection;
    if (unit !== undefined && unit < rows && theme.name !== 'paper') {
      const height = Math.max(rowHeight, hairline * 2);
      marks.push(rect({ ...box, y: box.y + unit * rowHeight, height }, outline));
      marks.push(
        rect(
          {
            x: box.x + (shape.inputs + unit) * columnWidth,
            y: box.y,
            width: Math.max(columnWidth, hairline * 2),
            height: body.height
          },
          outline
        )
      );
      if (synapse !== undefined && synapse < columns)
        marks.push({
          kind: 'symbols',
          points: Float32Array.of(box.x + (synapse + 0.5) * columnWidth, box.y + (unit + 0.5) * rowHeight),
          shape: 'circle',
          radius: space * 0.75,
          shades: [theme.accent],
          stroke: { colour: theme.background, width: hairline }
        });
    }
    const words = { size: textSize, fill: theme.muted };
    return scene(
      context,
      [
        ...marks,
        text(box.x, box.y - space * 1.5, 'Columns send, rows receive', words),
        ...leftNames(receivers, box, rowHeight, left, theme),
        ...bottomNames(senders, body, columnWidth, theme),
        ...colourBar(box, range, theme.signed, theme)
      ],
      (x, y) => {
        if (contains(box, x, y))
          return {
            unit: Math.min(rows - 1, Math.floor((y - box.y) / rowHeight)),
            synapse: Math.min(columns - 1, Math.floor((x - box.x) / columnWidth))
          };
        if (readout && contains(strip, x, y))
          return { unit: Math.min(readout.columns - 1, Math.floor((x - strip.x) / columnWidth)) };
        return undefined;
      }
    );

    function outputNames(right: number): Mark[] {
      const middle = strip.y + strip.height / 2;
      return [
        text(right - space, middle, 'readout', {
          size: textSize,
          fill: theme.muted,
          anchor: 'end',
          align: 'middle'
        })
      ];
    }
  },

  summary(reader) {
    const weights = weightsOf(reader);
    if (!weights) return this.emptyMessage;
    const { columns, data, readout, rows } = weights;
    const [low, high] = extent(data);
    const out = readout
      ? `; ${readout.rows} outputs, largest readout weight ${shortNumber(largest(readout.data))}`
      : '';
    return `${rows} units with ${columns} synapses each, weights from ${shortNumber(low)} to ${shortNumber(high)}${out}.`;
  },

  table(reader, context) {
    const weights = weightsOf(reader);
    if (!weights) return { columns: ['to'], rows: [] };
    const { columns, data, readout, rows } = weights;
    const { inputs, outputLabels } = context.shape;
    const list: (string | number)[][] = Array.from({ length: rows }, (_, i) => [
      sayUnit(i, context),
      ...data.subarray(i * columns, (i + 1) * columns)
    ]);
    for (let k = 0; k < (readout?.rows ?? 0); k++)
      list.push([
        `output ${outputLabels[k] ?? k}`,
        ...Array.from({ length: inputs }, () => ''),
        ...readout!.data.subarray(k * readout!.columns, (k + 1) * readout!.columns),
        ...Array.from({ length: columns - inputs - readout!.columns }, () => '')
      ]);
    return {
      columns: ['to', ...Array.from({ length: columns }, (_, i) => sayPartner(i, context))],
      rows: list
    };
  }
};
