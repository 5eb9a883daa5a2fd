/** What can be seen of attention over p devices. */
import type { ProbeDescription } from '../../model';
import { probeRow as row } from '../../probeRows';
import { deviceCounts } from './simulated';

export const decodingProbes = {
  // Every tick: tick 0 is the work on the shards, each further one a round of messages.
  /** [p] greatest logit of the keys that a device knows of; -Infinity where of none. */
  deviceMaximum: 'deviceMaximum',
  /** [p] sum of exp(logit - greatest) over them. */
  deviceSum: 'deviceSum',
  /** [p] keys that a device knows of. */
  deviceKeys: 'deviceKeys',
  /** [p] device it sends its part up to in this round; -1 for none. */
  sendsTo: 'sendsTo',
  /** [p] device that hands it the whole in this round; -1 for none. */
  hearsFrom: 'hearsFrom',
  /** [2] numbers sent by all devices so far: tree, ring. */
  sentSoFar: 'sentSoFar',
  // Every trial.
  /** [2] greatest difference to softmax over all keys: tree, ring. */
  decodeError: 'decodeError',
  /** [4] of the trial: steps of the tree and of the ring, numbers sent by the tree and by the ring. */
  decodeTraffic: 'decodeTraffic',
  /** [8] simulated milliseconds at 1, 2, 4, ... 128 devices. */
  treeTimes: 'treeTimes',
  ringTimes: 'ringTimes',
  /** [8] ring over tree. */
  speedUps: 'speedUps',
  /** [2] how many times longer 128 devices take than 64: tree, ring. */
  lastDoubling: 'lastDoubling'
} as const;

export const decodingProbeList = (devices: number): ProbeDescription[] => [
  row('tick', devices, {
    name: decodingProbes.deviceMaximum,
    label: 'Greatest logit known',
    symbol: 'm',
    unit: '',
    help: 'Of the keys that each device knows of after this round; minus infinity where it knows of none.'
  }),
  row('tick', devices, {
    name: decodingProbes.deviceSum,
    label: 'Sum known',
    symbol: 's',
    unit: '',
    help: 'Of exp(logit − m) over the keys that each device knows of after this round.'
  }),
  row('tick', devices, {
    name: decodingProbes.deviceKeys,
    label: 'Keys known of',
    symbol: '',
    unit: 'keys',
    help: 'How many keys the part that each device holds stands for after this round.'
  }),
  row('tick', devices, {
    name: decodingProbes.sendsTo,
    label: 'Sends to',
    symbol: '',
    unit: '',
    help: 'The device that each one sends its part up to in this round, counted from 0; −1 for none.'
  }),
  row('tick', devices, {
    name: decodingProbes.hearsFrom,
    label: 'Hears from',
    symbol: '',
    unit: '',
    help: 'The device that hands each one the whole in this round, counted from 0; −1 for none.'
  }),
  row('tick', 2, {
    name: decodingProbes.sentSoFar,
    label: 'Sent so far',
    symbol: '',
    unit: 'numbers',
    help: 'By all devices together since the query came: by the tree, and by a ring that goes on at the same pace.'
  }),
  row('trial', 2, {
    name: decodingProbes.decodeError,
    label: 'Difference to softmax',
    symbol: '|o − o*|',
    unit: '',
    help: 'Greatest over the numbers of the answer, against softmax over all keys in float64: of the tree, and of the ring.'
  }),
  row('trial', 4, {
    name: decodingProbes.decodeTraffic,
    label: 'Steps and numbers sent',
    symbol: '',
    unit: '',
    help: 'For one query: steps of the tree and of the ring, then numbers sent by all devices of the tree and of the ring.'
  }),
  ...(
    [
      [decodingProbes.treeTimes, 'Simulated time of the tree', 'By a tree'],
      [decodingProbes.ringTimes, 'Simulated time of the ring', 'By a ring']
    ] as const
  ).map(([name, label, by]) =>
    row('trial', deviceCounts.length, {
      name,
      label,
      symbol: 't',
      unit: 'ms',
      help: `${by}, for one query at 1, 2, 4 and so on to 128 devices, by the alpha-beta model; no measurement.`
    })
  ),
  row('trial', deviceCounts.length, {
    name: decodingProbes.speedUps,
    label: 'Ring over tree',
    symbol: '',
    unit: '',
    help: 'Simulated time of the ring over that of the tree, at 1, 2, 4 and so on to 128 devices.'
  }),
  row('trial', 2, {
    name: decodingProbes.lastDoubling,
    label: 'Growth over the last doubling',
    symbol: '',
    unit: '',
    help: 'How many times as long as 64 devices 128 take, simulated: by the tree, and by the ring.'
  })
];
