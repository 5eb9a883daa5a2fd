/** How long one query over millions of keys takes on a cluster, by a tree and by a ring. */
import { type Cluster, decodeTimes, paperCluster, paperShape } from '../../models/memory/energy/cluster';
import { decodingProbes } from '../../models/memory/decoding/probes';
import { deviceCounts as devices } from '../../models/memory/decoding/simulated';
import type { RecordingReader } from '../../session/recording';
import { curvePlot, type Place } from '../curvePlot';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { shortNumber } from '../numbers';
import type { Range } from '../ranges';

const perDevice = paperShape.tokens / paperShape.devices;

interface Times {
  /** [devices, milliseconds]. */
  ring: Place[];
  tree: Place[];
  /** Keys in all at the most devices, where they are those of the published setup. */
  tokens?: number;
  speedUps: number[];
}

function timesOf(reader: RecordingReader, context: FigureContext): Times {
  return (settingOf(clusterTimes, context, 'of') === 'run' && timesOfRun(reader)) || timesOfPaper(context);
}

/** Of a run that simulates a cluster of its own; undefined for others. */
function timesOfRun(reader: RecordingReader): Times | undefined {
  const [ring, tree] = [decodingProbes.ringTimes, decodingProbes.treeTimes].map(
    (probe) => reader.series(probe)?.latest(1).data
  );
  if (ring?.length !== devices.length || tree?.length !== devices.length) return undefined;
  return {
    ring: devices.map((count, k): Place => [count, ring[k]]),
    tree: devices.map((count, k): Place => [count, tree[k]]),
    speedUps: devices.map((_, k) => ring[k] / tree[k])
  };
}

function timesOfPaper(context: FigureContext): Times {
  const chosen = (name: string) => settingOf(clusterTimes, context, name);
  const cluster: Cluster = {
    ...paperCluster,
    fanIn: Number(chosen('fanIn')),
    reductions: Number(chosen('reductions')) as Cluster['reductions'],
    overlap: chosen('overlap') === true
  };
  const grows = chosen('tokens') === 'grow';
  const times = devices.map((count) =>
    decodeTimes(
      { ...paperShape, devices: count, tokens: grows ? perDevice * count : paperShape.tokens },
      cluster
    )
  );
  return {
    ring: times.map(({ ring }, k) => [devices[k], ring * 1e3]),
    tree: times.map(({ tree }, k) => [devices[k], tree * 1e3]),
    tokens: paperShape.tokens,
    speedUps: times.map(({ speedUp }) => speedUp)
  };
}

export const clusterTimes: Figure = {
  id: 'clusterTimes',
  title: 'Tree against ring',
  symbol: 't, ms',
  unit: '',
  help: 'One query over keys that lie on many devices, by the alpha-beta model: a message costs a latency and its bytes over the bandwidth. In a ring keys and values travel from neighbour to neighbour; in a tree only greatest logit, sum and numerator do, joined pair by pair, since their combination is associative (Shyam et al. 2024, arXiv 2408.04093). With 40,000 keys a device the curve of the tree flattens: it grows with the logarithm of the devices. Bandwidths and sizes are the setup of that paper (8 devices a node, 900 and 50 GB/s, 16 heads of 128, bf16); the latencies, 2 and 10 µs, are assumed, so that these times are a model and no measurement: on 128 H100s the paper measured up to 8 times.',
  probes: [],
  needs: 'exact',
  settings: [
    {
      name: 'of',
      label: 'Cluster',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'run',
      options: [
        { value: 'run', label: 'As the run simulates it' },
        { value: 'published', label: 'The published setup' }
      ],
      help: 'A run of attention over devices has a cluster of its own, set on the left; other runs show the published one, to which the settings below belong.'
    },
    {
      name: 'tokens',
      label: 'Keys',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'grow',
      options: [
        { value: 'grow', label: '40,000 a device' },
        { value: 'fixed', label: '5,120,000 in all' }
      ],
      help: 'Whether more devices hold more keys, or share the same ones.'
    },
    {
      name: 'reductions',
      label: 'Reductions a step',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: '3',
      options: [
        { value: '3', label: '3, as published' },
        { value: '2', label: '2: numerator and sum together' },
        { value: '1', label: '1: all three together' }
      ],
      help: 'How many times the tree is gone up and down for one query.'
    },
    {
      name: 'fanIn',
      label: 'Joined at a node',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: '2',
      options: [
        { value: '2', label: '2' },
        { value: '4', label: '4' },
        { value: '8', label: '8' }
      ],
      help: 'Parts that become one at a node of the tree.'
    },
    {
      name: 'overlap',
      label: 'Ring computes while it sends',
      group: 'Run',
      live: true,
      kind: 'toggle',
      default: false,
      help: 'For one query the work on a shard is far shorter than its journey, so that little is gained.'
    }
  ],
  emptyMessage: 'The time of one query over many devices.',

  draw(reader, context) {
    const { ring, speedUps, tree } = timesOf(reader, context);
    const { theme } = context;
    const [blue, red] = theme.categories;
    const all = [...ring, ...tree].map(([, time]) => time);
    const yRange: Range = [
      10 ** Math.floor(Math.log10(Math.min(...all))),
      10 ** Math.ceil(Math.log10(Math.max(...all)))
    ];
    return curvePlot(context, {
      curves: [
        { name: 'ring', colour: red, shape: 'square', line: ring, found: ring },
        { name: 'tree', colour: blue, shape: 'circle', line: tree, found: tree }
      ],
      xTitle: 'Devices',
      yTitle: 'Time of one query (ms)',
      xRange: [1, 128],
      yRange,
      logarithmic: { x: true, y: true },
      xTicks: [...devices],
      words: [
        { text: '□ ring', colour: red },
        { text: '○ tree', colour: blue },
        {
          text: `at 128 devices the ring takes ${shortNumber(speedUps[speedUps.length - 1])} times as long`,
          colour: theme.text
        }
      ]
    });
  },

  summary(reader, context) {
    const { ring, speedUps, tokens, tree } = timesOf(reader, context);
    const last = devices.length - 1;
    return `With 128 devices${tokens === undefined ? '' : ` and ${tokens.toLocaleString('en-US')} keys`} one query takes ${shortNumber(tree[last][1])} ms by a tree and ${shortNumber(ring[last][1])} ms by a ring, ${shortNumber(speedUps[last])} times as long. Latencies are assumed.`;
  },

  table(reader, context) {
    const { ring, speedUps, tree } = timesOf(reader, context);
    return {
      columns: ['devices', 'ring (ms)', 'tree (ms)', 'ring / tree'],
      rows: devices.map((count, k) => [count, ring[k][1], tree[k][1], speedUps[k]])
    };
  }
};
