/** A place field along a track, as learned, exact, and by the closed form of an endless biased walk. */
import { trackOf } from '../../models/hippocampus/mapScores';
import { mapProbes } from '../../models/hippocampus/probes';
import type { RecordingReader } from '../../session/recording';
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear } from '../axes';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { shortNumber } from '../numbers';
import { heldRange } from '../ranges';
import { group, type Mark, segments, text } from '../scene';
import { fitText, textWidth } from '../textWidth';

/** States shown to each side of the cell. */
const reach = 30;

interface Profile {
  cell: number;
  /** Offsets of the animal from the cell. */
  offsets: number[];
  learned: number[] | undefined;
  exact: number[];
  closed: number[];
  /** Centre of mass less the cell: learned, exact; and of the endless walk. */
  shift: { learned: number; exact: number; theory: number };
}

function profileOf(reader: RecordingReader, { maps, selection }: FigureContext): Profile | undefined {
  const exact = reader.image(mapProbes.exactSuccessor)?.data;
  if (!maps || !exact) return undefined;
  const track = trackOf(maps.world);
  if (!track) return undefined;
  const { gamma } = maps;
  const n = maps.world.graph.nodes;
  // The selected state may be of a larger world shown before this one.
  const cell = selection.unit !== undefined && selection.unit < n ? selection.unit : Math.floor(n / 2);
  const half = Math.min(reach, Math.floor((n - 1) / 2));
  const offsets = Array.from({ length: 2 * half + 1 }, (_, k) => k - half).filter(
    (offset) => track.ring || (cell + offset >= 0 && cell + offset < n)
  );
  const column = (map: ArrayLike<number>, offset: number): number =>
    map[((((cell + offset) % n) + n) % n) * n + cell];
  const learnedMap = reader.image(mapProbes.successor)?.data;
  const read = (map: ArrayLike<number>): number[] => offsets.map((offset) => column(map, offset));
  // S = sqrt(1 - 4 gamma^2 p q); M_i,i+k = a^k / S to the right of i, b^k / S to the left.
  const { left: q, right: p } = track;
  const S = Math.sqrt(Math.max(0, 1 - 4 * gamma * gamma * p * q));
  const a = q > 0 ? (1 - S) / (2 * gamma * q) : gamma * p;
  const b = p > 0 ? (1 - S) / (2 * gamma * p) : gamma * q;
  const closed = offsets.map((offset) => (offset <= 0 ? a ** -offset : b ** offset) / S);
  const centre = (map: ArrayLike<number>): number => {
    let mass = 0;
    let moment = 0;
    for (let i = 0; i < n; i++) {
      let offset = i - cell;
      if (track.ring) offset = ((((offset + n / 2) % n) + n) % n) - n / 2;
      mass += map[i * n + cell];
      moment += offset * map[i * n + cell];
    }
    return moment / mass;
  };
  return {
    cell,
    offsets,
    learned: learnedMap && read(learnedMap),
    exact: read(exact),
    closed,
    shift: {
      learned: learnedMap ? centre(learnedMap) : Number.NaN,
      exact: centre(exact),
      theory: (-(p - q) * gamma) / (1 - gamma)
    }
  };
}

export const fieldProfile: Figure = {
  id: 'fieldProfile',
  title: 'A place field along the track',
  symbol: 'M_·j',
  unit: 'visits',
  help: 'How strongly each position of the animal leads to the selected cell j: the column of M, at the place of the animal relative to the cell. Learned (line), exact (dots) and the closed form of an endless biased walk, a^k/S behind the cell and b^k/S beyond it (dashes). The field leans against the way of travel; its centre of mass is marked, with −(p − q) γ/(1 − γ) from theory.',
  probes: [mapProbes.successor, mapProbes.exactSuccessor],
  settings: [],
  emptyMessage:
    'The place field of the selected state along a track or ring, with the closed form. It needs a world in one dimension.',

  draw(reader, context) {
    const profile = profileOf(reader, context);
    if (!profile) return emptyScene(context, this.emptyMessage);
    const { memory, theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const { closed, exact, learned, offsets, shift } = profile;
    const high = Math.max(...exact, ...closed, ...(learned ?? []));
    const range = heldRange(memory?.ranges.get(this.id), [0, high]);
    memory?.ranges.set(this.id, range);
    const outer = panel(context);
    const scaleIn = (height: number, top: number) => linear(range, top + height, top);
    const box = inset(outer, {
      left: leftMargin(scaleIn(outer.height, 0), outer.height, theme),
      right: space * 2,
      top: textSize * 2.4 + space * 3,
      bottom: bottomMargin(theme)
    });
    const y = scaleIn(box.height, box.y);
    const x = linear([offsets[0], offsets[offsets.length - 1]], box.x, box.x + box.width);
    const line = (values: readonly number[]): Float32Array =>
      Float32Array.from(values.flatMap((value, k) => [x(offsets[k]), y(value)]));
    const axis = leftAxis(box, y, theme);
    const [blue, red] = theme.categories;
    const marks: Mark[] = [...axis.grid];
    const inside: Mark[] = [
      segments([x(0), box.y, x(0), box.y + box.height], { colour: theme.grid, width: lineWidth }),
      {
        kind: 'polyline',
        points: line(closed),
        stroke: { colour: theme.text, width: hairline, dash: [space, space * 0.75] }
      },
      ...(learned
        ? [{ kind: 'polyline', points: line(learned), stroke: { colour: blue, width: lineWidth } } as const]
        : []),
      { kind: 'symbols', points: line(exact), shape: 'circle', radius: space * 0.45, shades: [red] }
    ];
    const centreMark = (at: number, colour: string): Mark => ({
      kind: 'symbols',
      points: Float32Array.of(x(at), box.y + box.height - space),
      shape: 'triangle',
      radius: space * 0.9,
      shades: [colour]
    });
    if (Number.isFinite(shift.learned)) inside.push(centreMark(shift.learned, blue));
    inside.push(centreMark(shift.exact, red));
    const words = { size: textSize, fill: theme.muted };
    const numbers = `learned ${shortNumber(shift.learned)}, exact ${shortNumber(shift.exact)}, theory ${shortNumber(shift.theory)}`;
    const long = `Centre of mass: ${numbers}`;
    const said =
      textWidth(long, textSize) < outer.width - space * 2
        ? long
        : fitText(`Δx: ${numbers}`, textSize, outer.width - space * 2);
    const key = box.y - space * 1.5;
    const first = box.y - textSize * 1.25 - space * 1.5;
    marks.push(
      group({ ...box, y: box.y - lineWidth, height: box.height + lineWidth * 2 }, inside),
      ...axis.marks,
      ...bottomAxis(box, x, theme, 'Animal less cell (states)', true),
      text(outer.x + space, first, said, { ...words, fill: theme.text }),
      text(outer.x + space, key, 'M (visits)', words),
      text(outer.x + space + textSize * 5.5, key, '— learned', { size: textSize, fill: blue }),
      text(outer.x + space + textSize * 11.5, key, '• exact', { size: textSize, fill: red }),
      text(outer.x + space + textSize * 16, key, '- - endless track', words)
    );
    return scene(context, marks, (px, py) =>
      px >= box.x && px <= box.x + box.width && py >= box.y && py <= box.y + box.height
        ? { unit: nearest(profile, x, px, context) }
        : undefined
    );
  },

  summary(reader, context) {
    const profile = profileOf(reader, context);
    if (!profile) return this.emptyMessage;
    const { cell, shift } = profile;
    return `Field of state ${cell}: centre of mass ${shortNumber(shift.learned)} states from its cell as learned, ${shortNumber(shift.exact)} exactly, ${shortNumber(shift.theory)} on an endless track.`;
  },

  table(reader, context) {
    const profile = profileOf(reader, context);
    return {
      columns: ['animal less cell', 'learned', 'exact', 'endless track'],
      rows: (profile?.offsets ?? []).map((offset, k) => [
        offset,
        profile!.learned?.[k] ?? '',
        profile!.exact[k],
        profile!.closed[k]
      ])
    };
  }
};

function nearest(
  { cell, offsets }: Profile,
  x: (offset: number) => number,
  px: number,
  { maps }: FigureContext
): number {
  const offset = offsets.reduce(
    (best, each) => (Math.abs(x(each) - px) < Math.abs(x(best) - px) ? each : best),
    0
  );
  const n = maps?.world.graph.nodes ?? 1;
  return (((cell + offset) % n) + n) % n;
}
