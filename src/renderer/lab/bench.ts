/** Puts the lab together: the store, the frames that feed it and the painter that shows it. */
import { createEffect, on, onCleanup } from 'solid-js';
import type { SessionClient } from '../../session/client';
import type { Frame, Requests } from '../../session/protocol';
import { type OpenedFiles, rememberFiles } from '../files/openedFiles';
import type { Alerts } from './alerts';
import { pumpFrames } from './frames';
import { type CodeSweep, createCodeSweep } from './codeSweep';
import { createLab, type Lab } from './lab';
import { choosingProbes, liveliestHere } from './liveliest';
import { createPainter, type Painter } from './painter';
import { createSpreads, type Spreads } from './spreads';
import { createStories, type Stories } from './story';
import { createSweeps, type Sweeps } from './sweeps';
import { type TimeWindow, timeWindow } from './timeWindow';
import { createKeptRuns, type KeptRuns } from '../sweep/keptRuns';
import { createSweeper, type Sweeper } from '../sweep/sweeper';
import { createWorldTools, type WorldTools } from '../world/tools';
import { createPasts, type Pasts } from './pasts';
import { createReproductions, type Reproductions } from './reproduce';
import { type Reading, watchReading } from './reading';
import { createShownPanels, type ShownPanels } from './shownPanels';
import type { View } from './view';
import { type Branching, createBranching } from '../branch/branching';

export interface Bench {
  lab: Lab;
  /** The user's, as they went to the session. */
  files: OpenedFiles;
  reading: Reading;
  view: View;
  /** One list for both sides of a branch. */
  panels: ShownPanels;
  painter: Painter;
  stories: Stories;
  sweeps: Sweeps;
  /** Sweeps over settings and seeds. */
  sweeper: Sweeper;
  keptRuns: KeptRuns;
  codeSweep: CodeSweep;
  spreads: Spreads;
  tools: WorldTools;
  reproductions: Reproductions;
  pasts: Pasts;
  branching: Branching<Bench>;
  /** The stretch of time panels show now. */
  window(): TimeWindow;
  /** Time holds still while `act` looks at one moment, with all of it shown; a run that was running goes on after. */
  atRest<T>(act: () => Promise<T>): Promise<T>;
}

/** Where pages turn, tick probes come this often; images always. */
const pageEveryMs = 120;
const imagesEveryMs = 200;
/** Images of codes are decoded and measured anew each time, which takes longer. */
const codesEveryMs = 1000;
/** Rows beyond what is shown, so that the page turned to is whole. */
const spareRows = 512;

export function createBench(
  session: SessionClient,
  alerts: Alerts,
  view: View,
  panels = createShownPanels()
): Bench {
  const reading = watchReading(session);
  const files = rememberFiles(reading.client);
  const { client, read } = files;
  const painter = createPainter(alerts.error);
  const lab = createLab({
    client,
    alerts,
    changed: () => wake(),
    another: () => branching.another()
  });
  const stories = createStories(lab, () => painter.touch());
  const sweeps = createSweeps(alerts.error, () => painter.touch());
  const sweeper = createSweeper({ readFile: read, failed: alerts.error, notice: alerts.notice });
  const keptRuns = createKeptRuns(lab, alerts.error);
  const codeSweep = createCodeSweep(lab, alerts.error, () => painter.touch());
  const spreads = createSpreads(lab, () => painter.touch(), view.reducedMotion);
  const tools = createWorldTools(lab, () => painter.touch());
  const reproductions = createReproductions(lab, view);
  const pasts = createPasts(lab, () => painter.touch());
  const branching: Branching<Bench> = createBranching({
    lab,
    files,
    alerts,
    build: (other) => createBench(other, alerts, view, panels)
  });
  let lastPage = Number.NEGATIVE_INFINITY;
  /** The tick up to which tick probes have come. */
  let recorded = 0;
  let turning = true;
  let listened = performance.now();

  const window = (): TimeWindow => {
    const session = lab.opened();
    const status = lab.status();
    return session && status
      ? timeWindow(session, status, recorded, view, lab.scrubbed())
      : { ticks: 1, paged: false };
  };

  /** One selection: a neuron without a chosen synapse gets one, so that all panels speak of the same. */
  const choosing = (): boolean => {
    const { unit, synapse } = lab.selection();
    return unit !== undefined && synapse === undefined && (lab.opened()?.layers.length ?? 0) > 0;
  };

  const ask = (now: number): Requests['frame']['ask'] => {
    const { ticks, paged } = window();
    turning = !paged || now - lastPage >= pageEveryMs;
    if (turning) lastPage = now;
    const recording = lab.recording();
    const wanted = new Set([
      ...painter.probes(),
      ...(choosing() ? choosingProbes : []),
      ...view.sound.probes()
    ]);
    const probes = recording.described
      .filter(
        ({ name, kind }) =>
          kind === 'trial' || kind === 'sampled' || (wanted.has(name) && (kind === 'image' || turning))
      )
      .map(({ name }) => name);
    const every = lab.kind() === 'codes' ? codesEveryMs : imagesEveryMs;
    return { probes, rows: 2 * ticks + spareRows, imagesEveryMs: every };
  };

  /** Beside a branch the chosen side is heard. */
  const audible = (): boolean => view.sound.choice() !== 'off' && branching.chosen() === lab;
  const listen = (): void => {
    const now = performance.now();
    view.sound.hear(lab.recording(), lab.running(), (now - listened) / 1000);
    listened = now;
  };

  const take = (frame: Frame): void => {
    const news = lab.takeFrame(frame);
    if (audible()) listen();
    if (turning) recorded = frame.status.clock.tick;
    if (news.size > 0) painter.touch(news);
    const synapse = choosing() ? liveliestHere(lab, window().ticks) : undefined;
    if (synapse !== undefined) lab.selectSynapse(synapse);
  };

  const pump = pumpFrames({
    client,
    ask,
    running: lab.running,
    session: lab.recording,
    busy: painter.busy,
    every: view.drawEvery,
    take,
    paint: painter.paint,
    failed: (problem) => {
      // Until an experiment is open there is nothing to show and nothing to say.
      if (lab.opened()) alerts.error(problem);
    }
  });

  onCleanup(pump.stop);

  /** Brings what the panels show up to the session's very moment: frames come between, and their images now and then. */
  async function catchUp(): Promise<void> {
    const recording = lab.recording();
    const frame = await client.ask('frame', { ...ask(performance.now()), imagesEveryMs: 0 });
    if (lab.recording() === recording) take(frame);
  }

  async function atRest<T>(act: () => Promise<T>): Promise<T> {
    const ran = lab.running();
    if (ran) await lab.pause();
    try {
      await catchUp();
      return await act();
    } finally {
      if (ran) await lab.goOn();
    }
  }

  function wake(): void {
    pump.wake();
    painter.touch();
  }

  // Pausing turns from pages back to the newest ticks.
  createEffect(on([lab.running, view.span, view.theme, lab.selection, lab.scrubbed], wake, { defer: true }));

  return {
    lab,
    files,
    reading,
    view,
    panels,
    painter,
    stories,
    sweeps,
    sweeper,
    keptRuns,
    codeSweep,
    spreads,
    tools,
    reproductions,
    pasts,
    branching,
    window,
    atRest
  };
}
