/** Devices that share the keys of one query, and the messages by which a tree over them finds the answer, round by round. */
import { decodingProbes } from '../../models/memory/decoding/probes';
import type { RecordingReader } from '../../session/recording';
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear } from '../axes';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { shortNumber } from '../numbers';
import { contains, group, type Mark, rect, segments, text } from '../scene';
import { fitText } from '../textWidth';
import { type TrialRows, rowOf, trialAt } from './trialAt';

interface Shown {
  trial: number;
  begun: number;
  /** Tick of the trial that is looked at; 0 is the work on the shards. */
  round: number;
  devices: number;
  /** Keys in all. */
  total: number;
  /** Of each tick so far: keys known of, and both ends of every message. */
  rounds: { keys: Float32Array; up: [from: number, to: number][]; down: [from: number, to: number][] }[];
  sent: readonly [tree: number, ring: number];
}

function shownOf(reader: RecordingReader, context: FigureContext): Shown | undefined {
  const now = trialAt(reader, decodingProbes.deviceKeys, context);
  const [up, down, sent] = [decodingProbes.sendsTo, decodingProbes.hearsFrom, decodingProbes.sentSoFar].map(
    (probe) => trialAt(reader, probe, context)
  );
  if (!now || !up || !down || now.rows.times[0] !== now.begun) return undefined;
  const { begun, rows, tick } = now;
  const ends = (other: TrialRows, time: number, flip: boolean): [number, number][] =>
    Array.from(rowOf(other.rows, time), (to, device): [number, number] =>
      flip ? [to, device] : [device, to]
    ).filter(([from, to]) => from >= 0 && to >= 0);
  const [tree = Number.NaN, ring = Number.NaN] = sent ? rowOf(sent.rows, tick) : [];
  return {
    trial: begun / context.shape.steps,
    begun,
    round: tick - begun,
    devices: rows.width,
    total: rowOf(rows, begun).reduce((sum, keys) => sum + keys, 0),
    rounds: Array.from(
      rows.times.filter((time) => time <= tick),
      (time) => ({
        keys: rowOf(rows, time),
        up: ends(up, time, false),
        down: ends(down, time, true)
      })
    ),
    sent: [tree, ring]
  };
}

/** Rounds that a tree of pairs takes, up and down: no tree takes more. */
const mostRounds = (devices: number): number => {
  let rounds = 0;
  for (let reach = 1; reach < devices; reach *= 2) rounds += 2;
  return Math.max(1, rounds);
};

const sayCount = (count: number): string => count.toLocaleString('en-US');

function wordsOf({ round, rounds, sent, trial }: Shown): readonly [doing: string, sent: string] {
  const { down, up } = rounds[rounds.length - 1];
  const doing =
    round === 0
      ? 'each works on its own keys'
      : up.length > 0
        ? `${up.length} ${up.length === 1 ? 'sends' : 'send'} a part up`
        : down.length > 0
          ? `${down.length} ${down.length === 1 ? 'hears' : 'hear'} the whole`
          : 'all know the whole';
  return [
    `Trial ${trial + 1}, round ${round}: ${doing}`,
    `Numbers sent so far: tree ${sayCount(sent[0])}, ring ${sayCount(sent[1])}`
  ];
}

export const deviceRounds: Figure = {
  id: 'deviceRounds',
  title: 'Rounds over the devices',
  symbol: 'm, s, y',
  unit: '',
  help: 'One query over keys that lie on many devices. A row is a round; an open circle is a device that knows of no key, a filled one knows of some, a square of all. Lines are messages, each greatest logit, sum and numerator of a part; those of the round looked at are thick. Parts are joined on the way up and the whole is handed back on the way down, exactly softmax attention, in as many steps as the logarithm of the devices (Shyam et al. 2024). Step ticks, or hold time and move it, to see one round after another.',
  probes: [
    decodingProbes.deviceKeys,
    decodingProbes.sendsTo,
    decodingProbes.hearsFrom,
    decodingProbes.sentSoFar
  ],
  settings: [],
  emptyMessage: 'Devices that answer a query together, round by round. Press Run or step a tick.',

  draw(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return emptyScene(context, this.emptyMessage);
    const { begun, devices, round, rounds, total } = shown;
    const { theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const outer = panel(context);
    const last = Math.max(1, Math.min(context.shape.steps - 1, mostRounds(devices)));
    const air = space * 2;
    const box = inset(outer, {
      left: leftMargin(linear([0, last], outer.height, 0), outer.height, theme),
      right: space * 3,
      top: textSize * 4.05 + space * 2.5,
      bottom: bottomMargin(theme)
    });
    const across = linear([1, Math.max(2, devices)], box.x + air, box.x + box.width - air);
    const x = (device: number): number => across(device + 1);
    const y = linear([0, last], box.y + air, box.y + box.height - air);
    const apart = Math.min((box.width - 2 * air) / Math.max(1, devices - 1), (box.height - 2 * air) / last);
    const radius = Math.max(hairline, Math.min(space * 1.1, apart * 0.3));
    const lines: Mark[] = [];
    const marks: Mark[] = [];
    const [, message] = theme.categories;
    rounds.slice(0, last + 1).forEach(({ down, keys, up }, r) => {
      const now = r === round;
      const ends = [...up, ...down].flatMap(([from, to]) => [x(from), y(r - 1), x(to), y(r)]);
      lines.push(
        segments(
          ends,
          now ? { colour: message, width: lineWidth * 1.6 } : { colour: theme.axis, width: hairline }
        )
      );
      const nodes = (which: (known: number) => boolean): Float32Array =>
        Float32Array.from([...keys].flatMap((known, device) => (which(known) ? [x(device), y(r)] : [])));
      const colour = theme.categories[0];
      const stroke = { colour, width: hairline };
      marks.push(
        {
          kind: 'symbols',
          points: nodes((known) => known === 0),
          shape: 'circle',
          radius,
          shades: [theme.background],
          stroke
        },
        {
          kind: 'symbols',
          points: nodes((known) => known > 0 && known < total),
          shape: 'circle',
          radius,
          shades: [colour],
          stroke
        },
        {
          kind: 'symbols',
          points: nodes((known) => known > 0 && known === total),
          shape: 'square',
          radius,
          shades: [colour],
          stroke
        }
      );
    });
    const here = y(Math.min(round, last));
    const strip = { x: box.x, y: here - radius * 2, width: box.width, height: radius * 4 };
    const held = context.selection?.tick !== undefined;
    return scene(
      context,
      [
        rect(strip, {
          fill: theme.shade,
          ...(held && { stroke: { colour: theme.accent, width: hairline } })
        }),
        group({ ...box, x: box.x - space, width: box.width + space * 2 }, [...lines, ...marks]),
        ...leftAxis(box, y, theme, 'Round').marks,
        ...bottomAxis(box, across, theme, 'Device', true),
        ...wordsOf(shown).map((words, line) =>
          text(
            outer.x + space,
            outer.y + textSize * (0.95 + 1.35 * line),
            fitText(words, textSize, outer.width - space * 2),
            { size: textSize, fill: line === 0 ? theme.text : theme.muted }
          )
        )
      ],
      (px, py) =>
        contains(box, px, py)
          ? { tick: begun + Math.max(0, Math.min(last, Math.round(((py - y(0)) / (y(last) - y(0))) * last))) }
          : undefined
    );
  },

  summary(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return this.emptyMessage;
    const { devices, rounds, total } = shown;
    const whole = rounds[rounds.length - 1].keys.filter((known) => known === total).length;
    return `${wordsOf(shown).join('. ')}. ${whole} of ${devices} devices know of all ${sayCount(total)} keys.`;
  },

  table(reader, context) {
    const shown = shownOf(reader, context);
    const [greatest, sums] = [decodingProbes.deviceMaximum, decodingProbes.deviceSum].map((probe) => {
      const found = trialAt(reader, probe, context);
      return found && rowOf(found.rows, found.tick);
    });
    const { down = [], keys = new Float32Array(0), up = [] } = shown?.rounds[shown.rounds.length - 1] ?? {};
    return {
      columns: ['device', 'keys known of', 'greatest logit m', 'sum s', 'sends to', 'hears from'],
      rows: Array.from(keys, (known, device) => [
        device + 1,
        known,
        known > 0 && greatest ? greatest[device] : '',
        sums ? shortNumber(sums[device]) : '',
        up
          .filter(([from]) => from === device)
          .map(([, to]) => to + 1)
          .join(' '),
        down
          .filter(([, to]) => to === device)
          .map(([from]) => from + 1)
          .join(' ')
      ])
    };
  }
};
