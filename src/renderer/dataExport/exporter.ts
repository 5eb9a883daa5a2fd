/** Takes the run out of the session, whole, and has it written as a file beside the page. */
import { type Accessor, createSignal } from 'solid-js';
import { lostRows } from '../../session/export/exportRun';
import { numbersOf, type RunData, runData } from '../../session/export/runData';
import type { DataFormat } from '../../session/export/snippets';
import type { Lab } from '../lab/lab';
import type { FileSize, FromExporter, ToExporter } from './protocol';

/** What of the run there is to write. */
export interface RunSummary {
  recordings: number;
  numbers: number;
  ticks: number;
  /** A sentence for each recording whose beginning could not be kept. */
  lost: readonly string[];
}

export interface Exporter {
  /** Undefined until the run is at hand. */
  summary: Accessor<RunSummary | undefined>;
  /** Of each format, once it is known. */
  sizes: Accessor<Partial<Record<DataFormat, FileSize>>>;
  /** From 0 to 1 while a file is written; undefined where the format does not tell. */
  share: Accessor<number | undefined>;
  /** Takes the run as it stands; it must be held. Rejects where there is nothing to write. */
  begin(): Promise<void>;
  /** Rejects with what cannot be written; undefined where it was given up meanwhile. */
  write(format: DataFormat): Promise<Blob | undefined>;
  /** Ends what is being written. */
  giveUp(): void;
}

export function createExporter(lab: Pick<Lab, 'client' | 'opened'>): Exporter {
  const [summary, setSummary] = createSignal<RunSummary>();
  const [sizes, setSizes] = createSignal<Partial<Record<DataFormat, FileSize>>>({});
  const [share, setShare] = createSignal<number>();
  let worker: Worker | undefined;
  let settle: ((outcome: { file?: Blob; failed?: string }) => void) | undefined;

  async function begin(): Promise<void> {
    const opened = lab.opened();
    if (!opened) throw new Error('There is nothing to export yet. Open an experiment first.');
    const collected = await lab.client.ask('collect', {});
    const recipe = await lab.client.ask('recipe', {});
    const data = runData(opened, recipe, collected);
    if (data.series.length === 0 && data.images.length === 0)
      throw new Error('Nothing is recorded yet. Let the run go on for a tick or more, then export.');
    setSummary({
      recordings: data.series.length + data.images.length,
      numbers: numbersOf(data),
      ticks: recipe.ticks,
      lost: lostRows(collected.series)
    });
    start(data);
  }

  function start(data: RunData): void {
    giveUp();
    const begun = new Worker(new URL('./dataExport.worker.ts', import.meta.url), { type: 'module' });
    worker = begun;
    begun.onmessage = ({ data: said }: MessageEvent<FromExporter>) => {
      if ('size' in said) setSizes((before) => ({ ...before, [said.format]: said.size }));
      else if ('share' in said) setShare(said.share);
      else end(said);
    };
    begun.onerror = (event) => {
      giveUp();
      end({ failed: `The file could not be written: ${event.message || 'its worker ended'}.` });
    };
    const message: ToExporter = { data };
    begun.postMessage(message, buffersOf(data));
  }

  function end(outcome: { file?: Blob; failed?: string }): void {
    setShare(undefined);
    settle?.(outcome);
    settle = undefined;
  }

  function giveUp(): void {
    worker?.terminate();
    worker = undefined;
    end({});
  }

  return {
    summary,
    sizes,
    share,
    begin,
    async write(format) {
      // Given up before: its worker took the run along.
      if (!worker) await begin();
      const outcome = await new Promise<{ file?: Blob; failed?: string }>((resolve) => {
        settle = resolve;
        const message: ToExporter = { write: format };
        worker?.postMessage(message);
      });
      if (outcome.failed !== undefined) throw new Error(outcome.failed);
      return outcome.file;
    },
    giveUp
  };
}

/** Handed over, not copied. */
function buffersOf({ series, images }: RunData): ArrayBuffer[] {
  const buffers = [
    ...series.flatMap(({ rows }) => [rows.times.buffer, rows.data.buffer]),
    ...images.map(({ data }) => data.buffer)
  ] as ArrayBuffer[];
  return [...new Set(buffers)];
}
