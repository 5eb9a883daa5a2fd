/** The passages with most mass, and the links that carried it. */
import { graphLinks, mixprProbes } from '../../models/retrieval/model/probeList';
import type { RecordingReader } from '../../session/recording';
import type { Figure } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { sayFixed } from '../numbers';
import { type Mark, rect, segments, text } from '../scene';
import { textWidth } from '../textWidth';

interface Node {
  passage: number;
  mass: number;
  needed: boolean;
  /** Cosines to the nodes of the list. */
  links: Float32Array;
}

function nodesOf(reader: RecordingReader): Node[] | undefined {
  const image = reader.image(mixprProbes.passageGraph);
  const size = image?.probe.size;
  if (!image || !size) return undefined;
  const [rows, width] = size;
  const nodes = Array.from({ length: rows }, (_, r) => {
    const row = image.data.subarray(r * width, (r + 1) * width);
    return { passage: row[0], mass: row[1], needed: row[2] === 1, links: row.subarray(graphLinks) };
  }).filter(({ passage }) => passage > 0);
  return nodes.length > 0 ? nodes : undefined;
}

/** Arcs are drawn in so many strengths. */
const strengths = 4;
const pieces = 20;

export const passageGraph: Figure = {
  id: 'passageGraph',
  title: 'Graph of the best passages',
  symbol: 'S',
  unit: '',
  help: 'The passages with most mass in the order of the text, by number. An arc joins two whose cosine is at least θ, the stronger the more alike they are; bars show the mass of each. Orange bars are passages that the answer needs: those that share no word with the question are reached over arcs alone.',
  probes: [mixprProbes.passageGraph],
  settings: [],
  emptyMessage: 'Which passages the walk reached, and over which links. Press Run or step a trial.',

  draw(reader, context) {
    const nodes = nodesOf(reader);
    if (!nodes) return emptyScene(context, this.emptyMessage);
    const { theme } = context;
    const { categories, hairline, lineWidth, space, textSize } = theme;
    const outer = panel(context);
    const box = inset(outer, {
      left: space * 4,
      right: space * 4,
      top: space * 2 + textSize * 1.4,
      bottom: textSize * 1.6
    });
    const step = box.width / nodes.length;
    const at = (n: number): number => box.x + (n + 0.5) * step;
    const low = box.height * 0.3;
    const line = box.y + box.height - low;
    const marks: Mark[] = [];
    const arcs: number[][] = Array.from({ length: strengths }, () => []);
    nodes.forEach(({ links }, a) => {
      for (let b = a + 1; b < nodes.length; b++) {
        if (!(links[b] > 0)) continue;
        const list = arcs[Math.min(strengths - 1, Math.floor(links[b] * strengths))];
        const high = Math.min(line - box.y, ((line - box.y) * (0.18 + (b - a) / nodes.length)) / 1.1);
        let [x0, y0] = [at(a), line];
        for (let k = 1; k <= pieces; k++) {
          const t = k / pieces;
          const [x1, y1] = [at(a) + (at(b) - at(a)) * t, line - high * 4 * t * (1 - t)];
          list.push(x0, y0, x1, y1);
          [x0, y0] = [x1, y1];
        }
      }
    });
    arcs.forEach((points, s) => {
      if (points.length > 0)
        marks.push(
          segments(points, {
            colour: theme.muted,
            width: lineWidth,
            opacity: 0.25 + (0.6 * s) / (strengths - 1)
          })
        );
    });
    const most = Math.max(...nodes.map(({ mass }) => mass));
    let free = Number.NEGATIVE_INFINITY;
    nodes.forEach(({ mass, needed, passage }, n) => {
      const height = Math.max(hairline, ((low - space) * mass) / Math.max(1e-12, most));
      const width = Math.min(step * 0.7, textSize * 1.5);
      marks.push(
        rect(
          { x: at(n) - width / 2, y: line, width, height },
          { fill: needed ? categories[1] : categories[0] }
        )
      );
      const label = String(passage);
      const half = textWidth(label, textSize) / 2;
      if (at(n) - half < free) return;
      free = at(n) + half + space;
      marks.push(
        text(at(n), box.y + box.height + space, label, {
          size: textSize,
          fill: theme.muted,
          anchor: 'middle',
          align: 'top'
        })
      );
    });
    marks.push(
      segments([box.x, line, box.x + box.width, line], { colour: theme.axis, width: hairline }),
      text(outer.x + space, outer.y + textSize * 0.95, 'Passages with most mass, by number', {
        size: textSize,
        fill: theme.muted
      })
    );
    return scene(context, marks);
  },

  summary(reader) {
    const nodes = nodesOf(reader);
    if (!nodes) return this.emptyMessage;
    const needed = nodes.filter((node) => node.needed);
    const best = [...nodes].sort((a, b) => b.mass - a.mass)[0];
    return `Of the ${nodes.length} passages with most mass ${needed.length} are needed. Most is on passage ${best.passage}: ${sayFixed(best.mass, 3)}.`;
  },

  table(reader) {
    const nodes = nodesOf(reader) ?? [];
    return {
      columns: ['passage', 'mass', 'needed', 'linked to'],
      rows: nodes.map(({ links, mass, needed, passage }) => [
        passage,
        mass,
        needed ? 'yes' : 'no',
        nodes
          .filter((other, b) => links[b] > 0 && other.passage !== passage)
          .map((other) => other.passage)
          .join(' ')
      ])
    };
  }
};
