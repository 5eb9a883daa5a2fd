/** How long tree and ring would take on the cluster that the settings describe: a model, no measurement. */
import type { Settings } from '../../settings';
import { type Cluster, decodeTimes, paperCluster } from '../energy/cluster';

/** Counts of devices the times are told of. */
export const deviceCounts = [1, 2, 4, 8, 16, 32, 64, 128] as const;

/** From settings in microseconds and gigabytes a second. */
export function clusterOf(settings: Settings): Cluster {
  const number = (name: string) => Number(settings[name]);
  return {
    ...paperCluster,
    perNode: number('perNode'),
    within: { latency: number('latencyWithin') / 1e6, bandwidth: number('bandwidthWithin') * 1e9 },
    between: { latency: number('latencyBetween') / 1e6, bandwidth: number('bandwidthBetween') * 1e9 },
    fanIn: number('fanIn'),
    reductions: number('reductions') as Cluster['reductions'],
    overlap: settings.overlap === true
  };
}

/** Milliseconds at each of `deviceCounts`. */
export function simulatedTimes(settings: Settings): { tree: number[]; ring: number[] } {
  const cluster = clusterOf(settings);
  const most = deviceCounts[deviceCounts.length - 1];
  const times = deviceCounts.map((devices) =>
    decodeTimes(
      {
        batch: Number(settings.clusterBatch),
        tokens: Number(settings.clusterTokens) * (settings.clusterGrows === true ? devices / most : 1),
        width: Number(settings.clusterWidth),
        heads: Number(settings.clusterHeads),
        devices
      },
      cluster
    )
  );
  return { tree: times.map(({ tree }) => tree * 1e3), ring: times.map(({ ring }) => ring * 1e3) };
}
