/** Writes a run as a file beside the page. Text goes into a Blob part by part, which the browser may keep on disk. */
import { estimateSize } from '../../session/export/estimateSize';
import { dataFormats, exportRun } from '../../session/export/exportRun';
import type { RunData } from '../../session/export/runData';
import type { DataFormat } from '../../session/export/snippets';
import type { FileSize, FromExporter, ToExporter } from './protocol';

/** Bytes of pieces that are put together before they are given to the browser. */
const partBytes = 2 ** 25;

let data: RunData | undefined;
/** One thing at a time: the estimates, then what was asked for. */
let last: Promise<unknown> = Promise.resolve();

const say = (message: FromExporter): void => self.postMessage(message);
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

self.onmessage = ({ data: asked }: MessageEvent<ToExporter>) => {
  if ('data' in asked) {
    data = asked.data;
    last = estimate(data);
  } else
    last = last.then(async () => {
      try {
        say({ file: await write(asked.write) });
      } catch (error) {
        say({ failed: words(error) });
      }
    });
};

async function estimate(run: RunData): Promise<void> {
  for (const format of dataFormats) {
    const size: FileSize = await estimateSize(run, format).then(
      (bytes) => ({ bytes }),
      (error: unknown) => ({ problem: words(error) })
    );
    say({ format, size });
  }
}

async function write(format: DataFormat): Promise<Blob> {
  if (!data) throw new Error('There is no run to write. Open the dialog again.');
  const parts: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  let told = 0;
  const hear = (share: number): void => {
    if (share - told < 0.005) return;
    told = share;
    say({ share });
  };
  for (const piece of await exportRun(data, format, hear)) {
    pieces.push(piece as Uint8Array<ArrayBuffer>);
    held += piece.length;
    if (held < partBytes) continue;
    parts.push(new Blob(pieces));
    pieces = [];
    held = 0;
  }
  return new Blob([...parts, ...pieces]);
}
