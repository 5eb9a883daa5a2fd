/** Changes of settings that can be taken back and done again, live ones and those that started the run anew alike. */
import { type Accessor, createSignal } from 'solid-js';
import type { Settings } from '../../models/settings';
import type { Edit } from '../../session/experiment';
import type { OpenedSession } from '../../session/protocol';
import type { Owner } from './experiments';

export interface SettingChange {
  owner: Owner;
  /** The settings it touched, with their values on either side. */
  before: Settings;
  after: Settings;
  /** It acts by an edit of the running session. */
  live: boolean;
  /** Of a live change: its place in the journal of that session. */
  made?: { session: OpenedSession; at: number };
}

/** An edit that waited for its tick was taken away. */
export interface PlanChange {
  removed: Edit;
}

export type Change = SettingChange | PlanChange;

export interface History {
  add(change: Change): void;
  /** The change to take back now; it moves to the other side. */
  back(): Change | undefined;
  forward(): Change | undefined;
  forget(): void;
  /** Changes that were taken back. */
  undone: Accessor<readonly Change[]>;
  /** The change that would be taken back next, and the one that would be done again. */
  next: Accessor<{ back: Change | undefined; forward: Change | undefined }>;
  undoable: Accessor<boolean>;
  redoable: Accessor<boolean>;
}

/** Changes kept. */
const most = 200;

export function createHistory(): History {
  const [done, setDone] = createSignal<readonly Change[]>([]);
  const [undone, setUndone] = createSignal<readonly Change[]>([]);
  return {
    add(change) {
      setDone((changes) => [...changes, change].slice(-most));
      setUndone([]);
    },
    back() {
      const change = done().at(-1);
      if (!change) return undefined;
      setDone((changes) => changes.slice(0, -1));
      setUndone((changes) => [...changes, change]);
      return change;
    },
    forward() {
      const change = undone().at(-1);
      if (!change) return undefined;
      setUndone((changes) => changes.slice(0, -1));
      setDone((changes) => [...changes, change]);
      return change;
    },
    forget() {
      setDone([]);
      setUndone([]);
    },
    undone,
    next: () => ({ back: done().at(-1), forward: undone().at(-1) }),
    undoable: () => done().length > 0,
    redoable: () => undone().length > 0
  };
}
