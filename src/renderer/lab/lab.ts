/**
 * The store: one session as signals. Every change goes to the session first; what the page shows is what the session
 * answered. Requests that replace or move the session are made one after another.
 */
import { type Accessor, batch, createMemo, createSignal } from 'solid-js';
import type { Picked } from '../../figures/scene';
import type { Settings, SettingValue } from '../../models/settings';
import type { Checkpoint } from '../../session/checkpoint';
import type { Edit, Experiment, Preset } from '../../session/experiment';
import type { BackendWish, Frame, OpenedSession, SessionStatus } from '../../session/protocol';
import type { SessionClient } from '../../session/client';
import type { Alerts } from './alerts';
import {
  editedSettings,
  type Owner,
  placeOf,
  sameEdits,
  type SettingChanges,
  startedAnew
} from './experiments';
import { type Change, createHistory, type History, type SettingChange } from './history';
import { type LabId, labOf, presetsOf } from './labs';
import { PageRecording } from './pageRecording';
import { createSeen, type Seen } from './seen';
import { createSelecting, keptUnit } from './selection';
import { createTroubles } from './troubles';
import { worldChange } from './worldChange';

export interface Lab {
  readonly client: SessionClient;
  readonly alerts: Alerts;
  /** Undefined until the first experiment is open. */
  readonly opened: Accessor<OpenedSession | undefined>;
  readonly status: Accessor<SessionStatus | undefined>;
  /** Changes only when it changes, unlike the status, which comes with every frame. */
  readonly running: Accessor<boolean>;
  /** The lab of the open experiment. */
  readonly kind: Accessor<LabId>;
  /** The preset the experiment came from, if it came from one. */
  readonly preset: Accessor<Preset | undefined>;
  /** The experiment as it was opened, before anything was changed: what "changed" is measured against. */
  readonly base: Accessor<Experiment | undefined>;
  readonly pace: Accessor<number>;
  readonly backend: Accessor<BackendWish>;
  /** What is selected in every panel. `tick` is the instant hovered or pinned. */
  readonly selection: Accessor<Picked>;
  readonly pinned: Accessor<boolean>;
  /** The tick after the last one that panels show; undefined for now. */
  readonly scrubbed: Accessor<number | undefined>;
  /** The model's settings as they stand, live edits included. */
  readonly settings: Accessor<Settings>;
  /** The source's, likewise. */
  readonly sourceSettings: Accessor<Settings>;
  /** What has come from the session; replaced when a session is opened. */
  recording(): PageRecording;
  /** What panels read: of now, or of where the slider stands. */
  readonly seen: Seen;
  /** The model's settings as they stand, or as they stood where the slider does. */
  settingsSeen(): Settings;

  openPreset(preset: Preset, run?: boolean): Promise<void>;
  /** The experiment that was open in this lab last, or its first preset. */
  openLab(id: LabId): Promise<void>;
  /** False when it could not be opened; `failed` then hears why, instead of the alerts. */
  openExperiment(
    experiment: Experiment,
    run?: boolean,
    failed?: (problem: unknown) => void
  ): Promise<boolean>;
  /** Goes on from a checkpoint, paused; false, and said, when that failed. */
  openCheckpoint(checkpoint: Checkpoint, origin: Origin, wish: BackendWish): Promise<boolean>;
  run(): Promise<void>;
  pause(): Promise<void>;
  /** Runs on from now, wherever in recorded time the panels look. */
  goOn(): Promise<void>;
  /** `count` ticks or trials, one by default; false when that failed. */
  step(level: 'tick' | 'trial', count?: number): Promise<boolean>;
  /** The same experiment from its first tick, with the settings as they stand. Paused. */
  reset(): Promise<void>;
  changeSetting(owner: Owner, name: string, value: SettingValue, live: boolean): Promise<void>;
  /** Takes back the change made last: a live one by another edit, one that started the run anew by starting it once more. */
  undo(): Promise<void>;
  readonly undoable: Accessor<boolean>;
  redo(): Promise<void>;
  readonly redoable: Accessor<boolean>;
  /** Takes away an edit that waits for its tick; undo plans it again. */
  removePlanned(edit: Edit): Promise<void>;
  /** What was taken back, and what undo and redo would do next. */
  readonly history: Pick<History, 'undone' | 'next'>;
  changeSettings(changes: SettingChanges, notice: string): Promise<void>;
  changeSeed(seed: number): Promise<void>;
  changeBackend(wish: BackendWish): Promise<void>;
  changePace(ticksPerSecond: number): Promise<void>;
  /** Selects a neuron everywhere, or none. */
  selectUnit(unit: number | undefined): Promise<void>;
  /** Selects one of the synapses onto the selected neuron. */
  selectSynapse(synapse: number | undefined): void;
  /** Selects an image on the decoded plane of a code. */
  selectCode(code: number | undefined): void;
  /** Marks an instant in every panel; pinned, it stays when the pointer leaves. */
  markInstant(tick: number | undefined, pin?: boolean): void;
  /** Shows the recorded past up to a tick (not included) in every panel, with its last tick marked; or the present again. */
  scrub(until: number | undefined): void;
  /** Names of the probes that came with something new. */
  takeFrame(frame: Frame): ReadonlySet<string>;
}

/** What "changed" is measured against. */
export interface Origin {
  preset?: Preset;
  base?: Experiment;
}

export interface LabOptions {
  client: SessionClient;
  alerts: Alerts;
  /** Something changed that asks for a frame or for painting. */
  changed(): void;
  /** Another experiment than the one that was open is open now. */
  another?(): void;
}

export function createLab({ client, alerts, another, changed }: LabOptions): Lab {
  const [opened, setOpened] = createSignal<OpenedSession>();
  const [status, setStatus] = createSignal<SessionStatus>();
  const [preset, setPreset] = createSignal<Preset>();
  const [base, setBase] = createSignal<Experiment>();
  const [pace, setPace] = createSignal(0);
  const [backend, setBackend] = createSignal<BackendWish>('auto');
  const selecting = createSelecting(changed);
  const { markInstant, selection } = selecting;
  const [scrubbed, setScrubbed] = createSignal<number>();
  const history = createHistory();
  /** What the labs that are not open were left with. */
  const left = new Map<LabId, { experiment: Experiment; base: Experiment; preset: Preset | undefined }>();
  let recording = new PageRecording();
  let last: Promise<unknown> = Promise.resolve();
  const troubles = createTroubles(alerts);

  const running = createMemo(() => status()?.running ?? false);
  // Frames bring the journal again and again.
  const edits = createMemo(() => status()?.edits ?? [], [], { equals: sameEdits });
  /** Those of them whose tick has come. */
  const acted = createMemo(() => edits().filter(({ tick }) => tick <= (status()?.clock.tick ?? 0)), [], {
    equals: sameEdits
  });

  /** Runs `task` after those before it; a failure is said and leaves the session as it was. */
  function inOrder(
    task: () => Promise<unknown>,
    failed: (problem: unknown) => void = alerts.error
  ): Promise<boolean> {
    const done = last.then(task).then(
      () => true,
      (problem: unknown) => {
        failed(problem);
        return false;
      }
    );
    last = done;
    return done.finally(changed);
  }

  /**
   * Opens, restores what belongs to the page (speed, selection) and goes on running if asked. With an origin it is
   * another experiment, what "changed" is measured against; without, the one that was there in another form.
   */
  async function open(
    experiment: Experiment,
    run: boolean,
    { wish = backend(), origin, from }: { wish?: BackendWish; origin?: Origin; from?: Checkpoint } = {}
  ): Promise<void> {
    const before = opened();
    leave(before);
    const session = from
      ? await client.ask('restore', { checkpoint: from, backend: wish })
      : await client.ask('open', { experiment, backend: wish });
    recording = new PageRecording(session.probes);
    troubles.forget();
    if (origin) another?.();
    const unit = keptUnit(selection().unit, before, session);
    batch(() => {
      setOpened(session);
      setStatus(session.status);
      // With the session, not after it: settings of one experiment must never be held against another's.
      if (origin) {
        setBase(origin.base ?? experiment);
        setPreset(origin.preset);
        if (origin.preset) setPace(origin.preset.pace ?? 0);
        history.forget();
      }
      setScrubbed(undefined);
      selecting.begin(unit);
    });
    if (pace() !== 0) await client.ask('pace', { ticksPerSecond: pace() });
    await client.ask('watch', { unit });
    if (run) setStatus(await client.ask('run', {}));
  }

  /** The experiment from its first tick with the settings as they stand; edits scheduled for later stay scheduled. */
  function current(changes: SettingChanges = {}): Experiment {
    return startedAnew(opened()!.experiment, edits(), changes, status()?.clock.tick);
  }

  /** Remembers what is open for when its lab is opened again. */
  function leave(session: OpenedSession | undefined): void {
    const from = base();
    if (session && from)
      left.set(labOf(session.experiment), { experiment: current(), base: from, preset: preset() });
  }

  /** Gives the place of the edit in the journal. */
  const edit = async (name: string, value: SettingValue): Promise<SettingChange['made']> => {
    const now = await client.ask('edit', { setting: name, value });
    setStatus(now);
    const at = placeOf({ setting: name, value, tick: now.clock.tick }, now.edits);
    return { session: opened()!, at };
  };
  const plan = async (planned: Edit, wanted: boolean): Promise<void> => {
    setStatus(await client.ask('plan', { edit: planned, planned: wanted }));
  };
  const whenOpen = (task: () => Promise<unknown>): Promise<boolean> =>
    inOrder(async () => {
      if (opened()) await task();
    });

  const currentSettings = (): Record<Owner, Settings> => ({
    model: lab.settings(),
    source: lab.sourceSettings()
  });

  /** To one side of a change. */
  async function go(change: Change | undefined, side: 'before' | 'after', notice: string): Promise<void> {
    if (!change) return;
    if ('removed' in change) {
      await whenOpen(() => plan(change.removed, side === 'before'));
      return;
    }
    const settings = change[side];
    if (change.live)
      await whenOpen(async () => {
        for (const [name, value] of Object.entries(settings)) {
          const made = await edit(name, value);
          if (side === 'after' && made) change.made = made;
        }
      });
    else if (await whenOpen(() => open(current({ [change.owner]: settings }), running())))
      alerts.notice(notice);
  }

  const edited = (owner: Owner, made = acted()): Settings => {
    const session = opened();
    return session ? editedSettings(session.experiment, owner, session[`${owner}Settings`], made) : {};
  };

  const lab: Lab = {
    client,
    alerts,
    opened,
    status,
    running,
    kind: () => (opened() ? labOf(opened()!.experiment) : 'learning'),
    preset,
    base,
    pace,
    backend,
    ...selecting,
    scrubbed,
    settings: () => edited('model'),
    sourceSettings: () => edited('source'),
    recording: () => recording,
    seen: createSeen({
      recording: () => recording,
      scrubbed,
      steps: () => opened()?.shape.steps ?? 1
    }),
    settingsSeen() {
      const until = scrubbed();
      return edited('model', until === undefined ? acted() : edits().filter(({ tick }) => tick <= until));
    },

    async openPreset(chosen, run = true) {
      await inOrder(() => open(chosen.experiment, run, { origin: { preset: chosen } }));
    },
    async openLab(id) {
      if (opened() && lab.kind() === id) return;
      const kept = left.get(id);
      const first = presetsOf(id)[0];
      if (!kept && !first) return;
      await inOrder(() =>
        kept
          ? open(kept.experiment, true, {
              origin: { base: kept.base, ...(kept.preset && { preset: kept.preset }) }
            })
          : open(first.experiment, true, { origin: { preset: first } })
      );
    },
    openExperiment: (experiment, run = true, failed = alerts.error) =>
      inOrder(() => open(experiment, run, { origin: {} }), failed),
    openCheckpoint: (from, origin, wish) =>
      inOrder(() => open(from.experiment, false, { from, origin, wish })),
    async run() {
      lab.scrub(undefined);
      markInstant(undefined);
      await lab.goOn();
    },
    async goOn() {
      await whenOpen(async () => setStatus(await client.ask('run', {})));
    },
    async pause() {
      await whenOpen(async () => setStatus(await client.ask('pause', {})));
    },
    step: (level, count = 1) =>
      whenOpen(async () => {
        if (running()) setStatus(await client.ask('pause', {}));
        setStatus(await client.ask('step', { level, count }));
      }),
    async reset() {
      await whenOpen(() => open(current(), false));
    },
    async changeSetting(owner, name, value, live) {
      if (name === 'world' && typeof value === 'string') {
        const change = worldChange(lab.settings(), value, alerts.error);
        if (!change) return;
        if (!change.live) return lab.changeSettings({ model: change.settings }, change.notice);
      }
      if (live)
        await whenOpen(async () => {
          const before = currentSettings()[owner][name];
          const made = await edit(name, value);
          const change = { owner, before: { [name]: before }, after: { [name]: value }, live: true };
          history.add({ ...change, ...(made && { made }) });
        });
      else
        await lab.changeSettings(
          { [owner]: { [name]: value } },
          'The run started anew with the changed setting.'
        );
    },
    undo: () => go(history.back(), 'before', 'Taken back; the run started anew.'),
    undoable: history.undoable,
    redo: () => go(history.forward(), 'after', 'Done again; the run started anew.'),
    redoable: history.redoable,
    history,
    async removePlanned(edit) {
      await whenOpen(async () => {
        await plan(edit, false);
        history.add({ removed: edit });
      });
    },
    async changeSettings(changes, notice) {
      const was = currentSettings();
      const done = await whenOpen(() => open(current(changes), running()));
      if (!done) return;
      for (const owner of ['model', 'source'] as const) {
        const after = changes[owner];
        if (!after) continue;
        const before = Object.fromEntries(Object.keys(after).map((name) => [name, was[owner][name]]));
        history.add({ owner, before, after, live: false });
      }
      alerts.notice(notice);
    },
    async changeSeed(seed) {
      const done = await whenOpen(() => open({ ...current(), seed }, running()));
      if (done) alerts.notice(`The run started anew with seed ${seed}.`);
    },
    async changeBackend(wish) {
      const done = await whenOpen(() => open(current(), running(), { wish }));
      if (done) setBackend(wish);
    },
    async changePace(ticksPerSecond) {
      await whenOpen(async () => {
        setStatus(await client.ask('pace', { ticksPerSecond }));
        setPace(ticksPerSecond);
      });
    },
    async selectUnit(unit) {
      if (unit === selection().unit) return;
      selecting.selectUnit(unit);
      await whenOpen(async () => {
        const next = await client.ask('watch', { unit });
        recording.forgetWatched();
        setStatus(next);
      });
    },
    scrub(until) {
      if (until === scrubbed()) return;
      if (until === undefined) recording.release();
      setScrubbed(until);
      markInstant(until === undefined ? undefined : until - 1, until !== undefined);
    },
    takeFrame(frame) {
      troubles.hear(frame.status, status());
      setStatus(frame.status);
      return recording.take(frame, scrubbed() !== undefined);
    }
  };
  return lab;
}
