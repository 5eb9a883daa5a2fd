/** `engram blahut`: points of the rate-distortion curve of any source. */
import type { RatePoint } from '../../models/rateDistortion/blahutArimoto';
import { atRate, sweep } from '../../models/rateDistortion/curve';
import { type Call, type Command, UsageError } from '../command';
import { aligned, shown } from '../graph/table';
import { readSource } from '../rateDistortion/sourceFiles';

/** Reproductions whose shares a line of the table still holds. */
const mostShown = 8;

export const blahut: Command = {
  name: 'blahut',
  positional: '',
  summary: 'Print points of the rate-distortion curve of a source, by the Blahut-Arimoto algorithm.',
  options: [
    {
      name: 'source',
      value: '<p.csv>',
      help: 'Probabilities of the letters: one column, one letter a line.'
    },
    {
      name: 'distortion',
      value: '<d.csv>',
      help: 'What each reproduction costs for each letter: letters as rows, reproductions as columns, inf where forbidden.'
    },
    {
      name: 'slopes',
      value: '<1,2,4>',
      help: 'Slopes b above 0, in nats per unit of distortion; one point each, minimising R + b D.'
    },
    { name: 'rate', value: '<bits>', help: 'Instead of slopes: the point of this rate.' },
    {
      name: 'json',
      help: 'Print a list of {"slope","rateBits","distortion","output","gapNats"} as one line of JSON.'
    }
  ],
  details: () =>
    'Files are CSV or TSV, gzipped or not, with or without a header. A point is a channel that can be built: rateBits is its mutual\n' +
    'information, output [reproductions] how often it says what, and R + b D is at most gapNats above the least there is. Where\n' +
    'the curve is straight, slopes jump from end to end; --rate then uses two codes in turn. A rate that no code needs gives the\n' +
    'least distortion there is, whose slope is infinite (null in JSON).\n',
  async run(call, io) {
    const asked = askedOf(call);
    const source = await readSource(call, io.cwd);
    const points = 'slopes' in asked ? sweep(source, asked.slopes) : [atRate(source, asked.bits)];
    io.out(call.has('json') ? `${JSON.stringify(points.map(said))}\n` : inWords(points));
    return 0;
  }
};

function askedOf(call: Call): { slopes: number[] } | { bits: number } {
  const [slopes, rate] = [call.get('slopes'), call.get('rate')];
  if (slopes !== undefined && rate !== undefined)
    throw new UsageError('--slopes and --rate exclude each other; give one.');
  if (rate !== undefined) {
    const bits = numberOf(rate);
    if (bits >= 0 && bits < Number.POSITIVE_INFINITY) return { bits };
    throw new UsageError(`--rate is '${rate}'; expected a number of bits from 0.`);
  }
  if (slopes === undefined)
    throw new UsageError(
      "'engram blahut' needs --slopes, such as --slopes 1,2,4, or --rate, such as --rate 1.5."
    );
  const list = slopes.split(',').map(numberOf);
  if (list.every((slope) => slope > 0 && slope < Number.POSITIVE_INFINITY)) return { slopes: list };
  throw new UsageError(`--slopes is '${slopes}'; expected numbers above 0, separated by commas.`);
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

function said({ distortion, gapNats, output, rateBits, slope }: RatePoint) {
  return { slope, rateBits, distortion, output: Array.from(output), gapNats };
}

function inWords(points: readonly RatePoint[]): string {
  const outputs = points[0].output.length;
  const heading = ['slope (nats)', 'rate (bits)', 'distortion', 'gap (nats)'];
  if (outputs <= mostShown) for (let y = 0; y < outputs; y++) heading.push(`q${y}`);
  const rows = points.map(({ distortion, gapNats, output, rateBits, slope }) => [
    String(Number(slope.toPrecision(7))),
    shown(rateBits),
    shown(distortion),
    gapNats.toExponential(1),
    ...(outputs <= mostShown ? Array.from(output, (share) => share.toFixed(4)) : [])
  ]);
  const unsettled = points.some(({ converged }) => !converged)
    ? '\nNot settled everywhere: a rate may be above the curve by its gap.\n'
    : '';
  return aligned(heading, rows) + unsettled;
}
