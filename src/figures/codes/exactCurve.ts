/** The rate-distortion curve of a source of choice: its closed form, the points found on it, and one of them in numbers. */
import type { RatePoint } from '../../models/rateDistortion/blahutArimoto';
import { bestConstant, curveEnds, rateAt, sweep } from '../../models/rateDistortion/curve';
import type { DiscreteSource } from '../../models/rateDistortion/discreteSource';
import {
  bit,
  erasure,
  gaussian,
  type KnownSource,
  letters,
  stimuli
} from '../../models/rateDistortion/knownSources';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { sayFixed, shortNumber } from '../numbers';
import { keep, type Range, roundRange } from '../ranges';
import { curvePlot, type Place } from '../curvePlot';

interface Choice {
  label: string;
  known(): KnownSource;
  /** Of the distortion. */
  unit: string;
  /** The point that is called out. */
  at: number;
}

const choices = {
  fourLetters: { label: 'Four letters', known: () => letters(4), unit: 'share wrong', at: 0.5 },
  fairBit: { label: 'Fair bit', known: () => bit(0.5), unit: 'share wrong', at: 0.1 },
  biasedBit: { label: 'Bit with p = .3', known: () => bit(0.3), unit: 'share wrong', at: 0.1 },
  gaussian: { label: 'Gaussian', known: () => gaussian(67, 5), unit: 'σ²', at: 0.25 },
  erasure: { label: 'Fair bit with erasure', known: () => erasure, unit: 'share erased', at: 0.5 },
  stimuli4: { label: 'Four stimuli in a row', known: () => stimuli(4), unit: 'steps²', at: 0.25 },
  stimuli8: { label: 'Eight stimuli in a row', known: () => stimuli(8), unit: 'steps²', at: 0.5 }
} as const satisfies Readonly<Record<string, Choice>>;
type SourceName = keyof typeof choices;

/** Where points are found: distortions as shares of the largest, and slopes where there are too many letters for that. */
const shares = [0.01, 0.04, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const slopes = [0.6, 0.75, 1, 1.4, 2, 2.8, 4, 6, 9, 16];
const many = 50;
const drawn = 160;

interface Curve extends Omit<Choice, 'known'> {
  line: Place[];
  /** [distortion, bits] by Blahut-Arimoto. */
  found: Place[];
  closed: boolean;
  /** The called-out point, found. */
  point: Place;
  /** The most any point may be above the curve, bits. */
  gap: number;
  largest: number;
}

function nameOf(context: FigureContext): SourceName {
  const name = settingOf(exactCurve, context, 'source');
  return (Object.keys(choices) as SourceName[]).find((each) => each === name) ?? 'fourLetters';
}

function curveOf(context: FigureContext): Curve {
  const name = nameOf(context);
  return keep(context.memory, 'exactCurve', [name], () => {
    const { known, ...words } = choices[name];
    const { closedForm, source } = known();
    const largest = bestConstant(source)!.distortion;
    const points =
      source.letters > many ? sweep(source, slopes) : shares.map((share) => rateAt(source, share * largest));
    const point = rateAt(source, words.at);
    const found = points.map(placeOf);
    return {
      ...words,
      line: closedForm
        ? closedLine(closedForm, largest, name === 'gaussian' ? found : [])
        : sweptLine(source),
      found,
      closed: closedForm !== undefined,
      point: placeOf(point),
      gap: Math.max(...[...points, point].map(({ gapNats }) => gapNats)) / Math.LN2,
      largest
    };
  });
}

const placeOf = ({ distortion, rateBits }: RatePoint): Place => [distortion, rateBits];

/** A Gaussian has no end on the left: its line begins where its points do. */
function closedLine(
  closedForm: NonNullable<KnownSource['closedForm']>,
  largest: number,
  found: readonly Place[]
): Place[] {
  const lowest = found.length > 0 ? Math.min(...found.map(([D]) => D)) : 0;
  return Array.from({ length: drawn + 1 }, (_, k) => {
    const D = lowest + ((largest - lowest) * k * k) / (drawn * drawn);
    return [D, closedForm(D)];
  });
}

/** Through so many points that they look like a line. */
function sweptLine(source: DiscreteSource): Place[] {
  const { finest, least } = curveEnds(source);
  const steep = Array.from(
    { length: drawn / 2 },
    (_, k) => (0.3 / least.distortion) * 1000 ** (k / (drawn / 2))
  );
  return [least, ...sweep(source, steep), finest].map(placeOf);
}

const bitsOf = ([distortion, bits]: Place): string =>
  `D = ${shortNumber(distortion)} takes ${sayFixed(bits, 4)} bits`;

export const exactCurve: Figure = {
  id: 'exactCurve',
  title: 'The fewest bits',
  symbol: 'R(D)',
  unit: 'bits',
  help: 'The rate-distortion curve of a small source: the fewest bits from which it can be told with no more than the distortion D. No code of whatever kind lies below. Line: closed form, where there is one. Points: Blahut-Arimoto, within the gap it proves itself. At the largest distortion nothing need be sent. Of four letters, half may be wrong for 0.2075 bits (Fig. 1 of De Llanza Varona, Buckley & Millidge 2024). With erasure the curve is a straight line, made of two codes in turn.',
  probes: [],
  needs: 'exact',
  settings: [
    {
      name: 'source',
      label: 'Source',
      group: 'Code',
      live: true,
      kind: 'choice',
      default: 'fourLetters',
      options: (Object.keys(choices) as SourceName[]).map((value) => ({
        value,
        label: choices[value].label
      })),
      help: 'Whose curve is drawn. Letters count wrong ones, the Gaussian and stimuli in a row the squared distance.'
    }
  ],
  emptyMessage: 'The fewest bits from which a source can be told, for each distortion.',

  draw(_reader, context) {
    const curve = curveOf(context);
    const { theme } = context;
    const [blue, red] = theme.categories;
    const high = Math.max(...curve.line.map(([, bits]) => bits), ...curve.found.map(([, bits]) => bits));
    const yRange: Range = [0, roundRange([0, high], 0.04)[1]];
    return curvePlot(context, {
      curves: [
        { name: curve.label, colour: blue, shape: 'circle', line: curve.line, found: [] },
        { name: 'found', colour: red, shape: 'circle', line: [], found: curve.found }
      ],
      xTitle: `Distortion D (${curve.unit})`,
      yTitle: 'Rate R (bits)',
      xRange: [0, curve.largest * 1.02],
      yRange,
      words: [
        { text: curve.label, colour: theme.text },
        { text: curve.closed ? '— closed form' : '— many points', colour: blue },
        { text: '○ Blahut-Arimoto', colour: red }
      ],
      callout: { at: curve.point, words: bitsOf(curve.point), side: 'above' }
    });
  },

  summary(_reader, context) {
    const { gap, label, largest, point, unit } = curveOf(context);
    return `${label}: ${bitsOf(point)} (${unit}); from D = ${shortNumber(largest)} on nothing need be sent. No point is more than ${shortNumber(gap)} bits above the curve.`;
  },

  table(_reader, context) {
    const { found, point } = curveOf(context);
    const { closedForm } = choices[nameOf(context)].known() as KnownSource;
    const rows = [...found, point].sort((a, b) => a[0] - b[0]);
    return {
      columns: ['distortion', 'rate found (bits)', 'closed form (bits)'],
      rows: rows.map(([distortion, bits]) => [distortion, bits, closedForm?.(distortion) ?? ''])
    };
  }
};
