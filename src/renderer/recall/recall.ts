/** The large graph of this page and its worker, which live on while the dialog is closed. */
import { type Accessor, createSignal } from 'solid-js';
import type { Loaded, Question, Ranked, RecallAnswer, RecallRequest } from './messages';

/** What is under way, in numbers that can be shown. */
export type UnderWay =
  | { kind: 'reading'; name: string; bytes: number; of: number; lines: number }
  | { kind: 'ranking'; iteration: number };

export interface Recall {
  loaded: Accessor<Loaded | undefined>;
  ranked: Accessor<Ranked | undefined>;
  underWay: Accessor<UnderWay | undefined>;
  problem: Accessor<string | undefined>;
  load(file: File): void;
  /** Gives up the file that is being read. */
  stop(): void;
  ask(question: Question): void;
}

export function createRecall(): Recall {
  const [loaded, setLoaded] = createSignal<Loaded>();
  const [ranked, setRanked] = createSignal<Ranked>();
  const [underWay, setUnderWay] = createSignal<UnderWay>();
  const [problem, setProblem] = createSignal<string>();
  let worker: Worker | undefined;
  /** Asked while another was being answered; only the newest counts. */
  let waiting: Question | undefined;

  const post = (request: RecallRequest): void => {
    worker ??= started();
    worker.postMessage(request);
  };
  const ask = (question: Question): void => {
    if (underWay()) {
      waiting = question;
      return;
    }
    setProblem(undefined);
    setUnderWay({ kind: 'ranking', iteration: 0 });
    post({ question });
  };
  const ended = (): void => {
    setUnderWay(undefined);
    const next = waiting;
    waiting = undefined;
    if (next) ask(next);
  };
  function take(answer: RecallAnswer): void {
    if ('bytes' in answer) setUnderWay((now) => (now?.kind === 'reading' ? { ...now, ...answer } : now));
    else if ('iteration' in answer) setUnderWay({ kind: 'ranking', iteration: answer.iteration });
    else if ('loaded' in answer) {
      setLoaded(answer.loaded);
      setRanked(undefined);
      waiting = undefined;
      ended();
    } else if ('ranked' in answer) {
      setRanked(answer.ranked);
      ended();
    } else {
      if ('failed' in answer) {
        setProblem(answer.failed);
        waiting = undefined;
      }
      ended();
    }
  }
  function started(): Worker {
    const made = new Worker(new URL('./recall.worker.ts', import.meta.url), { type: 'module' });
    made.onmessage = ({ data }: MessageEvent<RecallAnswer>) => take(data);
    made.onerror = (event) => {
      // Its graph is gone with it.
      made.terminate();
      worker = undefined;
      waiting = undefined;
      setLoaded(undefined);
      setUnderWay(undefined);
      setProblem(
        `The worker for large graphs stopped (${event.message || 'it failed'}); choose the file again.`
      );
    };
    return made;
  }

  return {
    loaded,
    ranked,
    underWay,
    problem,
    load(file) {
      setProblem(undefined);
      waiting = undefined;
      setUnderWay({ kind: 'reading', name: file.name, bytes: 0, of: file.size, lines: 0 });
      post({ file });
    },
    stop: () => post({ stop: true }),
    ask
  };
}
