/** The tidy table of `longTable.ts` as Parquet: the same columns, a tenth of the size. */
import { numbersOf, type RunData, secondsAt, secondsNow } from './runData';

/** What is built in memory at once. */
const mostRows = 1 << 24;

/** Throws RangeError for more rows than fit. */
export async function runParquet(data: RunData): Promise<Uint8Array> {
  const rows = numbersOf(data);
  if (rows > mostRows)
    throw new RangeError(
      `A Parquet table of this run would have ${rows} rows; at most ${mostRows} are written. Choose fewer recordings, a shorter stretch, or CSV, NPZ or NWB.`
    );
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const variable: string[] = new Array(rows);
  const clock: string[] = new Array(rows);
  const at = new Float64Array(rows);
  const seconds = new Float64Array(rows);
  const channel = new Int32Array(rows);
  const value = new Float32Array(rows);
  let row = 0;
  const put = (
    name: string,
    counts: string,
    index: number,
    time: number,
    c: number,
    number: number
  ): void => {
    variable[row] = name;
    clock[row] = counts;
    at[row] = index;
    seconds[row] = time;
    channel[row] = c;
    value[row++] = number;
  };
  for (const { probe, rows: recorded } of data.series) {
    const counts = probe.kind === 'tick' ? 'tick' : 'trial';
    recorded.data.forEach((number, i) => {
      const time = recorded.times[Math.floor(i / recorded.width)];
      put(probe.name, counts, time, secondsAt(data, probe, time), i % recorded.width, number);
    });
  }
  const now = secondsNow(data);
  for (const { probe, data: numbers } of data.images) {
    const columns = probe.size?.[1] ?? numbers.length;
    numbers.forEach((number, i) => {
      put(probe.name, 'image', Math.floor(i / columns), now, i % columns, number);
    });
  }
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'variable', data: variable, type: 'STRING' },
        { name: 'clock', data: clock, type: 'STRING' },
        { name: 'at', data: at, type: 'DOUBLE' },
        { name: 'time_s', data: seconds, type: 'DOUBLE' },
        { name: 'channel', data: channel, type: 'INT32' },
        { name: 'value', data: value, type: 'FLOAT' }
      ]
    })
  );
}
