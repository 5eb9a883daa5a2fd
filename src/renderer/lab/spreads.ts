/** Activation spreading: a forward push through the walk of the world, a few pushes for every frame of the display. */
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { type Spread, worldOfText } from '../../figures/maps/mapsContext';
import { type Spreading, spreadingOf } from '../../models/hippocampus/spreading';
import type { OpenedSession } from '../../session/protocol';
import type { Lab } from './lab';

/** The figure that shows it. */
export const spreadFigure = 'spread';

export interface Spreads {
  /** The push under way or done; undefined before the first, and once the world or the discount changed. */
  spread: Accessor<Spread | undefined>;
  running: Accessor<boolean>;
  /** From the selected state. */
  start(): void;
  stop(): void;
  /** One push, while held. */
  step(): void;
}

/** Whether the session's model has a world. */
export function hasWorld(session: Pick<OpenedSession, 'experiment'> | undefined): boolean {
  return session?.experiment.model.id === 'maps';
}

/** Frames of the display between two pushes at first; later each frame pushes more. */
const framesPerPush = 6;

export function createSpreads(lab: Lab, changed: () => void, stepwise: boolean): Spreads {
  const [spread, setSpread] = createSignal<Spread>();
  const [running, setRunning] = createSignal(false);
  let spreading: Spreading | undefined;
  let frame = 0;
  let handle = 0;

  const stop = (): void => {
    cancelAnimationFrame(handle);
    setRunning(false);
  };
  const show = (): void => {
    if (!spreading) return;
    setSpread(spreading.spread());
    changed();
  };
  const advance = (count: number): void => {
    if (!spreading) return;
    spreading.step(count);
    show();
    if (spreading.done) stop();
  };
  const tick = (): void => {
    handle = requestAnimationFrame(tick);
    frame++;
    // Slow enough to follow at first, then faster, so that it ends.
    if (frame % framesPerPush === 0 && spreading) advance(1 + Math.floor(spreading.pushes / 20));
  };

  // What was pushed belongs to one walk.
  createEffect(
    on(
      [lab.opened, () => lab.settings().world, () => lab.settings().gamma, () => lab.settings().dangling],
      () => {
        stop();
        spreading = undefined;
        setSpread(undefined);
        changed();
      }
    )
  );
  onCleanup(stop);

  return {
    spread,
    running,
    start() {
      const { unit } = lab.selection();
      if (unit === undefined || !hasWorld(lab.opened())) return;
      const settings = lab.settings();
      spreading = spreadingOf(worldOfText(String(settings.world)), unit, settings);
      frame = 0;
      cancelAnimationFrame(handle);
      setRunning(!stepwise);
      show();
      if (!stepwise) handle = requestAnimationFrame(tick);
    },
    stop,
    step: () => advance(1)
  };
}
