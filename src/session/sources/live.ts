/** Trials from what comes in now: samples over WebSocket or UDP, a microphone, the pointer, the keyboard, a camera. */
import type { SettingDescription, Settings } from '../../models/settings';
import { createLiveStream, type LiveSettings } from '../live/liveStream';
import { rowSettings } from '../live/streamOfRows';
import type { SourceDefinition } from '../source';
import { amount, count } from './streamSettings';

const settings: readonly SettingDescription[] = [
  {
    name: 'from',
    label: 'From',
    kind: 'choice',
    default: 'websocket',
    options: [
      { value: 'websocket', label: 'WebSocket' },
      { value: 'udp', label: 'UDP' },
      { value: 'microphone', label: 'Microphone' },
      { value: 'pointer', label: 'Pointer' },
      { value: 'keyboard', label: 'Keyboard' },
      { value: 'camera', label: 'Camera' }
    ],
    group: 'Stream',
    live: false,
    help: 'Where samples come from. UDP needs the desktop window or the command line; devices need the page.'
  },
  {
    name: 'address',
    label: 'Address',
    kind: 'text',
    default: 'ws://127.0.0.1:9000',
    group: 'Stream',
    live: false,
    when: { name: 'from', is: ['websocket'] },
    help: 'Of the WebSocket server that sends. The page may reach this machine only (127.0.0.1 or localhost); the command line, any.'
  },
  count({
    name: 'port',
    label: 'Port',
    default: 9001,
    min: 1,
    max: 65535,
    when: { name: 'from', is: ['udp'] },
    help: 'UDP port of this machine that samples are sent to.'
  }),
  {
    name: 'listenOn',
    label: 'Listen on',
    kind: 'text',
    default: '127.0.0.1',
    group: 'Stream',
    live: false,
    when: { name: 'from', is: ['udp'] },
    help: 'Address of this machine that UDP is heard at: 127.0.0.1 hears senders on this machine alone, 0.0.0.0 those of every network it is on.'
  },
  count({
    name: 'channels',
    label: 'Channels',
    default: 1,
    min: 1,
    max: 4096,
    help: 'Values in a sample: numbers of a row that is sent, bands of the microphone, pixels of the camera (a square number), 2 for the pointer, 26 for the keyboard.'
  }),
  {
    name: 'hearing',
    label: 'Hearing',
    kind: 'choice',
    default: 'mel',
    options: [
      { value: 'mel', label: 'Energy in mel bands' },
      { value: 'cochlea', label: 'Cochlea (gammatone filters)' }
    ],
    group: 'Stream',
    live: false,
    when: { name: 'from', is: ['microphone'] },
    help: 'Mel bands: energy on a scale of decibels. Cochlea: gammatone filters at equal distances along the cochlea, half-wave rectified and compressed to rates from 0 to 1; the operator poisson(gain=.5) makes spikes of them.'
  },
  amount({
    name: 'lowestHz',
    label: 'Lowest frequency',
    default: 50,
    min: 20,
    max: 20000,
    unit: 'Hz',
    scale: 'log',
    when: { name: 'from', is: ['microphone'] },
    help: 'Of mel bands the lower end, of a cochlea the lowest filter.'
  }),
  amount({
    name: 'highestHz',
    label: 'Highest frequency',
    default: 8000,
    min: 20,
    max: 20000,
    unit: 'Hz',
    scale: 'log',
    when: { name: 'from', is: ['microphone'] },
    help: 'The upper end; for a cochlea below half the sampling rate.'
  }),
  {
    name: 'wire',
    label: 'Binary numbers',
    kind: 'choice',
    default: 'float32',
    options: [
      { value: 'float32', label: 'float32' },
      { value: 'float64', label: 'float64' }
    ],
    group: 'Stream',
    live: false,
    when: { name: 'from', is: ['websocket', 'udp'] },
    help: 'What binary messages hold, little-endian, sample after sample. Text messages are JSON and need no such choice.'
  },
  count({
    name: 'waitingRoom',
    label: 'Room for waiting',
    default: 10000,
    min: 1,
    max: 1e7,
    unit: 'samples',
    scale: 'log',
    help: 'Samples that may wait for the model. Those that find no room are dropped and counted.'
  }),
  count({
    name: 'tapeRoom',
    label: 'Tape',
    default: 200000,
    min: 0,
    max: 1e8,
    unit: 'samples',
    help: 'Samples that are kept as they are used, so that the run can be replayed; 4 bytes a value. 0 keeps none.'
  }),
  ...rowSettings
];

export const liveSource: SourceDefinition = {
  id: 'live',
  title: 'Live input',
  summary: 'Samples as the world sends them: WebSocket, UDP, microphone, pointer, keyboard, camera.',
  settings,
  create: async ({ settings: chosen, random, live }) =>
    createLiveStream(chosen as Settings & LiveSettings, random, live, () => performance.now())
};
