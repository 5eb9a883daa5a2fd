/**
 * A run as one tidy table: a row for every number, `variable` its name, `clock` what `at` counts (tick, trial, or row of an
 * image), `time_s` seconds of the run, `channel` the unit (or column) and `value`. Text comes in pieces, for it may be larger
 * than a string can be.
 */
import { numbersOf, type RunData, secondsAt, secondsNow } from './runData';

const header = 'variable,clock,at,time_s,channel,value\n';
const pieceLength = 1 << 18;

/**
 * UTF-8 text, piece by piece; numbers as short as they can be read back exactly in float32, missing ones empty. `hear` is told
 * the share of the lines that are in the pieces so far.
 */
export function* csvPieces(
  data: RunData,
  hear: (share: number) => void = () => undefined
): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const all = numbersOf(data);
  let done = 0;
  let text = header;
  for (const line of lines(data)) {
    text += line;
    done++;
    if (text.length < pieceLength) continue;
    yield encoder.encode(text);
    hear(done / all);
    text = '';
  }
  yield encoder.encode(text);
}

function* lines(data: RunData): Generator<string> {
  for (const { probe, rows } of data.series) {
    const clock = probe.kind === 'tick' ? 'tick' : 'trial';
    for (let r = 0; r < rows.times.length; r++) {
      const start = `${probe.name},${clock},${rows.times[r]},${secondsAt(data, probe, rows.times[r])},`;
      for (let c = 0; c < rows.width; c++) yield `${start}${c},${shortest(rows.data[r * rows.width + c])}\n`;
    }
  }
  const now = secondsNow(data);
  for (const { probe, data: values } of data.images) {
    const columns = probe.size?.[1] ?? values.length;
    for (let i = 0; i < values.length; i++)
      yield `${probe.name},image,${Math.floor(i / columns)},${now},${i % columns},${shortest(values[i])}\n`;
  }
}

/** The fewest digits that give the same float32 again; empty for NaN. */
export function shortest(value: number): string {
  if (Number.isNaN(value)) return '';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value)) return String(value);
  for (let digits = 6; digits <= 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === Math.fround(value)) return String(text);
  }
  return String(value);
}
