/** What can be set of attention over devices: the devices that really share the work, and the cluster whose time is told. */
import type { NumberSetting, SettingDescription } from '../../settings';

const ofCluster = (
  words: Pick<NumberSetting, 'name' | 'label' | 'default' | 'min' | 'max' | 'help'> & Partial<NumberSetting>
): NumberSetting => ({ group: 'Run', live: true, kind: 'number', scale: 'log', ...words });

const fans = ['2', '4', '8'].map((value) => ({ value, label: value }));

export const decodingSettings: readonly SettingDescription[] = [
  {
    name: 'devices',
    label: 'Devices',
    symbol: 'p',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 16,
    min: 1,
    max: 128,
    integer: true,
    unit: 'devices',
    scale: 'log',
    help: 'Among which keys and values are dealt out.'
  },
  {
    name: 'fanIn',
    label: 'Joined at a node',
    group: 'Memory',
    live: false,
    kind: 'choice',
    default: '2',
    options: fans,
    help: 'Parts that become one at a node of the tree: fewer rounds, more messages to one device at once.'
  },
  {
    name: 'placement',
    label: 'Where keys lie',
    group: 'Memory',
    live: false,
    kind: 'choice',
    default: 'even',
    options: [
      { value: 'even', label: 'As many on every device' },
      { value: 'blocks', label: 'Block by block, the last devices empty at first' },
      { value: 'drawn', label: 'Cut at random, some devices empty' }
    ],
    help: 'Attention is the same for any of them: joining parts is associative, and a device without keys adds nothing.'
  },
  {
    name: 'room',
    label: 'Keys kept',
    symbol: 'N',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 1024,
    min: 1,
    max: 65536,
    integer: true,
    unit: 'tokens',
    scale: 'log',
    help: 'On all devices together; then the oldest gives way.'
  },
  ofCluster({
    name: 'clusterTokens',
    label: 'Keys on the cluster',
    default: 5_120_000,
    min: 128,
    max: 1e10,
    integer: true,
    unit: 'tokens',
    help: 'On 128 devices. The simulated times are of this many keys, not of those of the run.'
  }),
  {
    name: 'clusterGrows',
    label: 'More devices hold more keys',
    group: 'Run',
    live: true,
    kind: 'toggle',
    default: true,
    help: 'Fewer devices than 128 then hold fewer keys in proportion; otherwise they share the same ones.'
  },
  ofCluster({
    name: 'clusterWidth',
    label: 'Width on the cluster',
    symbol: 'd',
    default: 2048,
    min: 1,
    max: 65536,
    integer: true,
    help: 'Of keys and of values, all heads together.'
  }),
  ofCluster({
    name: 'clusterHeads',
    label: 'Heads on the cluster',
    default: 16,
    min: 1,
    max: 1024,
    integer: true,
    unit: 'heads',
    help: 'Each sends a maximum and a sum.'
  }),
  ofCluster({
    name: 'clusterBatch',
    label: 'Queries at once',
    symbol: 'b',
    default: 1,
    min: 1,
    max: 4096,
    integer: true,
    help: 'Of as many sequences, each with its own keys.'
  }),
  {
    name: 'reductions',
    label: 'Reductions of a step',
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
    name: 'overlap',
    label: 'Ring computes while it sends',
    group: 'Run',
    live: true,
    kind: 'toggle',
    default: false,
    help: 'For one query the work on a shard is far shorter than its journey, so that little is gained.'
  },
  ofCluster({
    name: 'perNode',
    label: 'Devices of a node',
    default: 8,
    min: 1,
    max: 128,
    integer: true,
    unit: 'devices',
    help: 'They are joined by the fast links.'
  }),
  ofCluster({
    name: 'latencyWithin',
    label: 'Latency within a node',
    default: 2,
    min: 0.01,
    max: 1e6,
    unit: 'µs',
    help: 'Of one message. Assumed; the paper gives none.'
  }),
  ofCluster({
    name: 'latencyBetween',
    label: 'Latency between nodes',
    default: 10,
    min: 0.01,
    max: 1e6,
    unit: 'µs',
    help: 'Of one message. Assumed; the paper gives none.'
  }),
  ofCluster({
    name: 'bandwidthWithin',
    label: 'Bandwidth within a node',
    default: 900,
    min: 0.001,
    max: 1e6,
    unit: 'GB/s',
    help: 'NVLink of the published setup.'
  }),
  ofCluster({
    name: 'bandwidthBetween',
    label: 'Bandwidth between nodes',
    default: 50,
    min: 0.001,
    max: 1e6,
    unit: 'GB/s',
    help: '400 Gb/s for each device, of the published setup.'
  })
];
