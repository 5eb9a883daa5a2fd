/** Asks the worker that reads a chosen file, one question at a time. */
import type { ArrayChoice } from '../../formats/arrayChoice';
import type { PageFile } from './openedFiles';
import type { Settings } from '../../models/settings';
import type { FileAnswer, FileCheck, FilePreview, FileQuestion, FileSourceId, ReadAs } from './protocol';

export interface FileReader {
  /** Rejects with a message fit to be shown. Without a choice among the arrays of an NPZ file one is guessed. */
  preview(name: string, bytes: PageFile, arrays?: ArrayChoice, as?: ReadAs): Promise<FilePreview>;
  check(source: FileSourceId, settings: Settings): Promise<FileCheck>;
  close(): void;
}

export function createFileReader(): FileReader {
  const worker = new Worker(new URL('./fileCheck.worker.ts', import.meta.url), { type: 'module' });
  let last: Promise<unknown> = Promise.resolve();

  function ask(question: FileQuestion): Promise<FileAnswer> {
    const answer = last.then(
      () =>
        new Promise<FileAnswer>((resolve, reject) => {
          worker.onmessage = ({ data }: MessageEvent<FileAnswer>) => {
            if (data.kind === 'problem') reject(new Error(data.message));
            else resolve(data);
          };
          worker.onerror = (event) => reject(new Error(`The file could not be read: ${event.message}.`));
          worker.postMessage(question);
        })
    );
    last = answer.catch(() => undefined);
    return answer;
  }

  return {
    preview: async (name, bytes, arrays, as) => {
      const answer = await ask({ kind: 'preview', name, bytes, arrays, as });
      if (answer.kind === 'preview') return answer.preview;
      throw new Error('The file reader answered another question.');
    },
    check: async (source, settings) => {
      const answer = await ask({ kind: 'check', source, settings });
      if (answer.kind === 'check') return answer.check;
      throw new Error('The file reader answered another question.');
    },
    close: () => worker.terminate()
  };
}
