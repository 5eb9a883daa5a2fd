/**
 * Push on the kernels (src/kernels/push.ts): locally, node by node, while little of the graph is due, and all nodes together while
 * much of it is. Either way pi = p + sum_u r_u pi_u holds, and in the end r_u <= epsilon max(1, edges of u) for every u.
 *
 * Mass that comes to rest in a dangling node goes back to the seeds (restart) or is gone (absorb); a node that loops for ever
 * keeps 1 / alpha times what it absorbs.
 */
import type { Layout } from './layout';
import { cancelled, createPause, type PushCall, type PushResult, type Start } from './questions';

/** Share of the edges that must be due for pushing all nodes at once to be the faster way. */
const crowded = 1 / 16;
/** Share of that below which pushing node by node is the faster way again. */
const sparse = 1 / 8;
/** As in src/kernels/push.ts: what edges carry is rounded down to float32. */
const down = 1 - 1 / 8388608;
/** Edges walked between two looks at the clock. */
const edgesAtOnce = 1_000_000;

interface SettleOptions {
  alpha: number;
  epsilon: number;
  /** Whether what dangles goes back to the seeds. */
  restart: boolean;
  /** Stop where whole sweeps would be due, and after so many edges. */
  local?: number;
  onProgress?: ((pushes: number) => boolean) | undefined;
}

/** Leaves p in x and r in residual, by own numbers of the layout, which is scaled by 1 - alpha. Throws ComputeError when cancelled. */
export async function settle(
  layout: Layout,
  start: Start,
  { alpha, epsilon, local, onProgress, restart }: SettleOptions
): Promise<{ pushes: number; edges: number }> {
  const { at, buffer, edges, nodes } = layout;
  const gamma = 1 - alpha;
  const pause = createPause();
  layout.wide(at.x).fill(0);
  const residual = layout.wide(at.residual).fill(0);
  /** As in src/kernels/push.ts: negative while a node waits. */
  const limits = layout.narrow(at.limits);
  const ring = new Int32Array(buffer, at.ring, nodes);
  const state = new Int32Array(buffer, at.state, 2);
  const emptyRing = (): void => {
    for (let k = 0; k < state[1]; k++) {
      const node = ring[(state[0] + k) % nodes];
      limits[node] = Math.abs(limits[node]);
    }
    state.fill(0);
  };
  // An answer that was broken off may have left nodes waiting.
  emptyRing();
  /** alpha, epsilon, pushes, edges, lost, due, most due: as the kernel reads them. */
  const numbers = new Float64Array(buffer, at.numbers, 7);
  const most = crowded * edges;
  numbers.set([alpha, epsilon, 0, 0, 0, 0, most]);
  const look = (node: number): void => {
    const limit = limits[node];
    if (limit < 0 || !(residual[node] > epsilon * limit)) return;
    limits[node] = -limit;
    ring[(state[0] + state[1]++) % nodes] = node;
    numbers[5] += limit;
  };
  const heard = async (): Promise<void> => {
    if (onProgress && !onProgress(numbers[2])) throw cancelled();
    await pause();
  };

  /** Pushes from the ring until none waits or too much does. */
  const pushLocally = async (): Promise<void> => {
    while (state[1] > 0 && numbers[5] <= most && numbers[3] < (local ?? Number.POSITIVE_INFINITY)) {
      layout.crew.run('push', 1, [
        nodes,
        Math.ceil(Math.min(edgesAtOnce, local ?? edgesAtOnce)),
        ...[at.offsets, at.targets, at.weightsOut, at.scale, at.x, at.residual],
        ...[at.ring, at.limits, at.state, at.numbers]
      ]);
      const lost = gamma * numbers[4];
      numbers[4] = 0;
      if (restart && lost > 0)
        start.nodes.forEach((node, k) => {
          residual[node] += lost * start.shares[k];
          look(node);
        });
      await heard();
    }
  };

  /** Pushes all nodes together until little is due again. */
  const pushAll = async (): Promise<void> => {
    emptyRing();
    const scale = layout.wide(at.scale);
    const y = layout.narrow(at.y);
    for (let i = 0; i < nodes; i++) y[i] = residual[i] * scale[i] * down;
    do {
      const swept = layout.overBlocks('spread', [
        layout.blocks,
        ...[at.table, at.sources, at.weightsIn, at.offsets, at.x, at.residual],
        ...[at.y, at.yNext, at.scale, at.numbers, at.partials, at.taken]
      ]);
      [at.y, at.yNext] = [at.yNext, at.y];
      numbers[5] = swept[1];
      if (restart && swept[0] > 0) {
        const y = layout.narrow(at.y);
        start.nodes.forEach((node, k) => {
          const limit = epsilon * limits[node];
          const was = residual[node] > limit;
          residual[node] += gamma * swept[0] * start.shares[k];
          y[node] = residual[node] * scale[node] * down;
          if (!was && residual[node] > limit) numbers[5] += limits[node];
        });
      }
      numbers[2] += nodes;
      numbers[3] += edges;
      await heard();
    } while (numbers[5] > sparse * most);
    numbers[5] = 0;
    for (let node = 0; node < nodes; node++) look(node);
  };

  for (const [k, node] of start.nodes.entries()) {
    residual[node] += start.shares[k];
    look(node);
  }
  for (;;) {
    await pushLocally();
    if (local !== undefined || state[1] === 0) return { pushes: numbers[2], edges: numbers[3] };
    await pushAll();
  }
}

/** Smaller tolerances are taken for this: float32, in which edges carry mass, ends soon below. */
const leastEpsilon = 1e-30;

/** Throws ComputeError when cancelled. */
export async function push(
  layout: Layout,
  start: Start,
  { alpha, dangling, epsilon, onProgress }: PushCall
): Promise<PushResult> {
  const { at, nodes } = layout;
  layout.scaleBy(1 - alpha);
  const restart = dangling === 'restart';
  const { edges, pushes } = await settle(layout, start, {
    alpha,
    epsilon: Math.max(epsilon, leastEpsilon),
    restart,
    onProgress
  });
  const p = layout.wide(at.x);
  const r = layout.wide(at.residual);
  const { order } = layout;
  const settled = new Float64Array(nodes);
  const scores = new Float64Array(nodes);
  let waiting = 0;
  for (let a = 0; a < nodes; a++) {
    if (p[a] === 0 && r[a] === 0) continue;
    settled[order[a]] = p[a] + alpha * r[a];
    scores[order[a]] = p[a] + r[a];
    waiting += r[a];
  }
  if (dangling === 'selfLoop')
    for (const a of layout.dangling) {
      settled[order[a]] = p[a] / alpha + r[a];
      scores[order[a]] = settled[order[a]];
    }
  const bound = (1 - alpha) * waiting;
  return { settled, scores, bound, pushes, edges };
}
