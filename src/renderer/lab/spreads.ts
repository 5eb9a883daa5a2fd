/** Activation spreading: a forward push through the walk of the world, a few pushes for every frame of the display. */
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { type Spread, worldOfText } from '../../figures/maps/mapsContext';
import { solvePagerank, successorMatrix } from '../../models/hippocampus/dense';
import { ForwardPush } from '../../models/hippocampus/push';
import { type DanglingRule, transitionsOf } from '../../models/hippocampus/transitions';
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
  let push: ForwardPush | undefined;
  let exact: { scores: Float64Array; rows: Float64Array; source: number } | undefined;
  let frame = 0;
  let handle = 0;

  const stop = (): void => {
    cancelAnimationFrame(handle);
    setRunning(false);
  };
  const show = (): void => {
    if (!push || !exact) return;
    const { residual, settled, pushes } = push;
    const n = settled.length;
    const bound = residual.reduce((sum, mass) => sum + mass, 0);
    let invariantError = 0;
    for (let j = 0; j < n; j++) {
      let sum = settled[j];
      for (let u = 0; u < n; u++) if (residual[u] !== 0) sum += residual[u] * exact.rows[u * n + j];
      invariantError = Math.max(invariantError, Math.abs(sum - exact.scores[j]));
    }
    setSpread({
      source: exact.source,
      settled: settled.slice(),
      residual: residual.slice(),
      pushes,
      epsilon: Number(lab.settings().pushEpsilon),
      invariantError,
      bound
    });
    changed();
  };
  const advance = (count: number): void => {
    if (!push) return;
    push.step(count);
    show();
    if (push.done) stop();
  };
  const tick = (): void => {
    handle = requestAnimationFrame(tick);
    frame++;
    // Slow enough to follow at first, then faster, so that it ends.
    if (frame % framesPerPush === 0 && push) advance(1 + Math.floor(push.pushes / 20));
  };

  // What was pushed belongs to one walk.
  createEffect(
    on(
      [lab.opened, () => lab.settings().world, () => lab.settings().gamma, () => lab.settings().dangling],
      () => {
        stop();
        push = undefined;
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
      const world = worldOfText(String(settings.world));
      const n = world.graph.nodes;
      const transitions = transitionsOf(world.graph, settings.dangling as DanglingRule, world.terminals);
      const alpha = 1 - Number(settings.gamma);
      const seeds = new Float64Array(n);
      seeds[unit] = 1;
      // The invariant is of the walk from each state that still waits: with restart that is the walk to this source.
      const rows =
        settings.dangling === 'restart'
          ? restartRows(
              n,
              (state) => {
                const own = new Float64Array(n);
                own[state] = 1;
                return solvePagerank({ ...transitions, rule: 'absorb' }, own, alpha).scores;
              },
              seeds,
              transitions.offsets,
              alpha
            )
          : successorMatrix(transitions, 1 - alpha).map((value) => value * alpha);
      exact = { scores: solvePagerank(transitions, seeds, alpha).scores, rows, source: unit };
      push = new ForwardPush(transitions, seeds, { alpha, epsilon: Number(settings.pushEpsilon) });
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

/** [n, n] where unit mass in each state ends up when what dangles returns to the seeds rather than to that state. */
function restartRows(
  n: number,
  absorbed: (state: number) => Float64Array,
  seeds: Float64Array,
  offsets: Uint32Array,
  alpha: number
): Float64Array {
  const rows = new Float64Array(n * n);
  for (let state = 0; state < n; state++) rows.set(absorbed(state), state * n);
  const lost = (state: number): number => {
    let sum = 0;
    for (let j = 0; j < n; j++) if (offsets[j] === offsets[j + 1]) sum += rows[state * n + j];
    return (sum * (1 - alpha)) / alpha;
  };
  const source = seeds.indexOf(1);
  const back = 1 / (1 - lost(source));
  const own = rows.slice(source * n, (source + 1) * n);
  for (let state = 0; state < n; state++) {
    const share = lost(state) * back;
    for (let j = 0; j < n; j++) rows[state * n + j] += share * own[j];
  }
  return rows;
}
