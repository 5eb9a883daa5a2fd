/** What the page and the worker that writes a run as a file say to each other. */
import type { RunData } from '../../session/export/runData';
import type { DataFormat } from '../../session/export/snippets';

/** Bytes of a file, or why it cannot be written. */
export type FileSize = { bytes: number } | { problem: string };

/** First the run, whose buffers are handed over; then the formats it is wanted in. */
export type ToExporter = { data: RunData } | { write: DataFormat };

export type FromExporter =
  | { format: DataFormat; size: FileSize }
  /** From 0 to 1, of formats that are written in pieces. */
  | { share: number }
  | { file: Blob }
  | { failed: string };
