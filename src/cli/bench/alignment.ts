/** `engram bench alignment`: how close each local rule comes to the exact gradient, beside an independent implementation. */
import { arrangements } from '../../models/stack/alignmentSweep';
import type { Call } from '../command';
import type { Io } from '../io';
import { type AlignmentRow, alignmentTable } from './alignmentTable';

export async function alignment(call: Call, io: Io): Promise<void> {
  const json = call.has('json');
  const rows: AlignmentRow[] = [];
  if (!json)
    io.out(
      'Cosine to the exact gradient, layers from the bottom up: mean (sd over 10 seeds), mean of an independent implementation\n'
    );
  for (const row of alignmentTable()) {
    if (!json) io.out(`${heading(rows.at(-1), row)}${line(row)}`);
    rows.push(row);
  }
  io.out(json ? `${JSON.stringify(rows)}\n` : summary(rows));
}

/** A line of its own where a new setting begins. */
function heading(before: AlignmentRow | undefined, { arrangement, radius }: AlignmentRow): string {
  if (before?.arrangement === arrangement && before.radius === radius) return '';
  return `\n  ${arrangements[arrangement].label}, spectral radius ${radius}\n`;
}

function line({ depth, rule, layers, independent, apart }: AlignmentRow): string {
  const cells = layers.map(({ mean, sd }, l) => {
    const mark = apart[l] > 2 ? '**' : apart[l] > 1 ? '* ' : '  ';
    return `${mean.toFixed(3)} (${sd.toFixed(3)}) ${independent[l].toFixed(3)}${mark}`;
  });
  return `    L = ${depth}  ${rule.padEnd(9)}  ${cells.join('  ').trimEnd()}\n`;
}

function summary(rows: readonly AlignmentRow[]): string {
  const all = rows.flatMap(({ apart }) => apart);
  const within = (most: number): number => all.filter((value) => value <= most).length;
  return (
    `\n${all.length} means: ${within(1)} within one standard deviation of those of the independent implementation, ${within(2)} within two ` +
    '(*: beyond one, **: beyond two; of at least 0.02).\n'
  );
}
