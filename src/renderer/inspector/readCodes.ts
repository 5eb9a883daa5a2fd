/** What the inspector says of the coders and of the image that is selected, read from the recording. */
import { coderLabel } from '../../models/codes/coderList';
import { codeProbes } from '../../models/codes/probes';
import { constantError, coderResults } from '../../figures/codes/reading';
import { cellPlace, isCell, planeSpan } from '../../figures/codes/planeAxes';
import type { Bench } from '../lab/bench';
import { figureContext } from '../lab/figureContext';
import { sayFixed, sayNumber } from '../words';
import type { Equation } from './equations';
import { toBreakableMathml, toMathml } from './mathml';

export const codesInspectorProbes: readonly string[] = [
  codeProbes.rate,
  codeProbes.accuracy,
  codeProbes.divergence,
  codeProbes.pixelLoss,
  codeProbes.meanSquaredError
];

export interface CoderReading {
  name: string;
  facts: readonly { label: string; value: string }[];
  equation: Equation;
  /** What has happened to it, where it says nothing at all. */
  note: string | undefined;
}

/** Bits below which a code says nothing. */
const silence = 0.05;

export interface CodesReading {
  coders: readonly CoderReading[];
  /** "shape", "half shape, half side". */
  asked: string;
  /** Of the selected image, on the plane of the codes. */
  place: string | undefined;
}

export function readCodes(bench: Bench): CodesReading | undefined {
  const codes = figureContext(bench)?.codes;
  const { lab } = bench;
  if (!codes) return undefined;
  const reader = lab.seen.reader();
  const results = coderResults(reader, codes);
  const constant = constantError(reader, codes);
  const span = planeSpan(reader);
  const { code } = lab.selection();
  const at = span && isCell(code) ? cellPlace(code, span) : undefined;
  const [first] = codes.queries;
  return {
    asked: codes.queries
      .map(({ factor, weight }) =>
        codes.queries.length > 1
          ? `${codes.classes[factor].label} (${sayNumber(weight)})`
          : codes.classes[factor].label
      )
      .join(', '),
    place: at && `PC 1 ${sayFixed(at.x, 2)}, PC 2 ${sayFixed(at.y, 2)}`,
    coders: codes.coders.map((plan, c) => {
      const result = results?.[c];
      const accuracy = first && result?.accuracy[first.factor];
      const nats = (result?.rate ?? Number.NaN) * Math.LN2;
      const lost = plan.loss === 'vanilla' ? result?.pixelLoss : result?.divergence;
      const total = (lost ?? Number.NaN) + plan.beta * nats;
      return {
        name: coderLabel(plan),
        facts: [
          { label: 'Rate, bits', value: sayFixed(result?.rate ?? Number.NaN, 2) },
          ...(accuracy === undefined
            ? []
            : [
                {
                  label: `${codes.classes[first.factor].label} read rightly, %`,
                  value: sayFixed(accuracy * 100, 1)
                }
              ]),
          {
            label: 'Pixel error against a constant image',
            value: sayFixed((result?.meanSquaredError ?? Number.NaN) / constant, 2)
          }
        ],
        equation: {
          title:
            plan.loss === 'vanilla'
              ? 'Pixels lost and bits spent, nats'
              : 'Answers lost and bits spent, nats',
          symbols: toMathml('L = D + β R'),
          numbers: toBreakableMathml(`${dot(total)} = ${dot(lost)} + ${dot(plan.beta)} · ${dot(nats)}`)
        },
        note:
          (result?.rate ?? Number.NaN) < silence
            ? 'Posterior collapse: the code says nothing, and one image is decoded for all. At this β a nat costs more than it saves, or training has only begun. Lower β if it stays so.'
            : undefined
      };
    })
  };
}

/** A dot stands for a number that is not known yet. */
function dot(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '·' : sayNumber(value);
}
