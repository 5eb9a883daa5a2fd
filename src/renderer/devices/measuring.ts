/** What was measured of the devices of this machine; it stays while the dialog is closed. */
import { type Accessor, createSignal } from 'solid-js';
import type { TreeMeasurement } from '../../models/memory/workers/measured';
import type { DevicesAnswer, DevicesQuestion } from './messages';

export interface Measuring {
  /** Of the newest question. */
  rows: Accessor<readonly TreeMeasurement[]>;
  asked: Accessor<DevicesQuestion | undefined>;
  running: Accessor<boolean>;
  problem: Accessor<string | undefined>;
  measure(question: DevicesQuestion): void;
  /** Gives up; what was measured so far stays. */
  stop(): void;
}

export function createMeasuring(): Measuring {
  const [rows, setRows] = createSignal<readonly TreeMeasurement[]>([]);
  const [asked, setAsked] = createSignal<DevicesQuestion>();
  const [running, setRunning] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  let worker: Worker | undefined;

  const stop = (): void => {
    // Its devices are terminated with it, those asleep too.
    worker?.terminate();
    worker = undefined;
    setRunning(false);
  };
  const fail = (reason: string): void => {
    setProblem(reason);
    stop();
  };

  return {
    rows,
    asked,
    running,
    problem,
    measure(question) {
      stop();
      setRows([]);
      setAsked(question);
      setProblem(undefined);
      setRunning(true);
      worker = new Worker(new URL('./devices.worker.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<DevicesAnswer>) => {
        if ('row' in data) setRows((known) => [...known, data.row]);
        else if ('failed' in data) fail(data.failed);
        else stop();
      };
      worker.onerror = (event) =>
        fail(`The worker that measures stopped (${event.message || 'it failed'}); measure again.`);
      worker.postMessage(question);
    },
    stop
  };
}
