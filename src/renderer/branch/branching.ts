/**
 * A second session that goes on from the state of the first, in a worker of its own. Both draw the same random numbers, so all that
 * tells them apart is what is changed in one of them. Time moves both, and when it is held both stand at one tick.
 */
import { type Accessor, createRoot, createSignal } from 'solid-js';
import { connectSession, type SessionClient } from '../../session/client';
import type { Alerts } from '../lab/alerts';
import type { Lab } from '../lab/lab';
import type { OpenedFiles } from '../files/openedFiles';
import { differingSettings, type Difference } from './differences';

export interface Branch<Side> {
  side: Side;
  /** Ticks done when it left the run. */
  tick: number;
}

export type BranchSide = 'run' | 'branch';

export interface Branching<Side> {
  branch: Accessor<Branch<Side> | undefined>;
  /** Settings that are not the same in both, as they stand. */
  differences: Accessor<readonly Difference[]>;
  /** Whose settings are shown, and which undo, redo, reset, saving and the journal mean; of the run where there is no branch. */
  chosen: Accessor<Lab>;
  side: Accessor<BranchSide>;
  choose(side: BranchSide): void;
  /** Another experiment takes the place of the run: there is nothing left to compare. Says so. */
  another(): void;
  /** Holds the run and begins a branch beside it; another branch must be closed before. */
  start(): Promise<void>;
  /** The run alone goes on. */
  close(): void;
  /** The branch takes the place of the run. */
  keep(): Promise<void>;
  run(): Promise<void>;
  pause(): Promise<void>;
  step(level: 'tick' | 'trial'): Promise<void>;
}

export interface BranchingOptions<Side> {
  lab: Lab;
  files: OpenedFiles;
  alerts: Alerts;
  /** Builds what shows a session. */
  build(client: SessionClient): Side;
}

export function createBranching<Side extends { lab: Lab }>({
  lab,
  files,
  alerts,
  build
}: BranchingOptions<Side>): Branching<Side> {
  const [branch, setBranch] = createSignal<Branch<Side>>();
  const [side, choose] = createSignal<BranchSide>('branch');
  let end: (() => void) | undefined;
  let keeping = false;
  let starting = false;

  const labs = (): Lab[] => [lab, ...(branch() ? [branch()!.side.lab] : [])];
  const all = (act: (one: Lab) => Promise<unknown>): Promise<unknown> => Promise.all(labs().map(act));
  const tickOf = (one: Lab): number => one.status()?.clock.tick ?? 0;

  /** Sessions run each as fast as they can; the one behind goes to where the other is. */
  async function level(): Promise<void> {
    const furthest = Math.max(...labs().map(tickOf));
    await all(async (one) => {
      const behind = furthest - tickOf(one);
      if (behind > 0) await one.step('tick', behind);
    });
  }

  function close(): void {
    setBranch(undefined);
    end?.();
    end = undefined;
  }

  async function begin(): Promise<void> {
    const [base, wish] = [lab.base(), lab.status()?.backend.kind];
    if (!base || !wish) return;
    await lab.pause();
    const checkpoint = await lab.client.ask('checkpoint', {});
    const worker = new Worker(new URL('../session.worker.ts', import.meta.url), { type: 'module' });
    const client = connectSession(worker as Parameters<typeof connectSession>[0]);
    worker.addEventListener('error', ({ message }) => {
      alerts.error(`The branch stopped (${message || 'its worker failed'}). Close it and branch again.`);
    });
    const [side, dispose] = createRoot((release) => [build(client), release] as const);
    end = () => {
      dispose();
      worker.terminate();
      delete window.engramBranch;
    };
    for (const [name, bytes] of files.all()) await side.lab.client.ask('file', { name, bytes });
    const preset = lab.preset();
    if (!(await side.lab.openCheckpoint(checkpoint, { base, ...(preset && { preset }) }, wish))) {
      close();
      return;
    }
    await side.lab.changePace(lab.pace());
    await side.lab.selectUnit(lab.selection().unit);
    window.engramBranch = client;
    choose('branch');
    setBranch({ side, tick: checkpoint.clock.tick });
  }

  return {
    branch,
    side,
    choose,
    chosen: () => (side() === 'branch' && branch()?.side.lab) || lab,
    another() {
      if (!branch() || keeping) return;
      close();
      alerts.notice('The branch was closed: another experiment was opened.');
    },
    differences: () => {
      const other = branch()?.side.lab;
      return other ? differingSettings(lab, other) : [];
    },
    async start() {
      if (branch() || starting) return;
      starting = true;
      try {
        await begin();
      } catch (problem) {
        close();
        alerts.error(problem);
      } finally {
        starting = false;
      }
    },
    close,
    async keep() {
      const from = branch()?.side.lab;
      const base = lab.base();
      if (!from || !base) return;
      keeping = true;
      try {
        await all((one) => one.pause());
        const checkpoint = await from.client.ask('checkpoint', {});
        const preset = lab.preset();
        const wish = from.status()!.backend.kind;
        if (await lab.openCheckpoint(checkpoint, { base, ...(preset && { preset }) }, wish)) close();
      } catch (problem) {
        alerts.error(problem);
      } finally {
        keeping = false;
      }
    },
    async run() {
      await all((one) => one.run());
    },
    async pause() {
      await all((one) => one.pause());
      await level();
    },
    async step(unit) {
      await all((one) => one.pause());
      await level();
      await all((one) => one.step(unit));
    }
  };
}
