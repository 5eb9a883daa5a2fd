import { beforeEach, describe, expect, it } from 'vitest';
import { createSound, type Sink } from '../../../src/renderer/sound/sound';
import { Recording } from '../../../src/session/recording';

const probe = (name: string, width: number, kind: 'tick' | 'trial') => ({
  name,
  label: name,
  symbol: '',
  unit: '',
  kind,
  width,
  signed: false,
  ofWatchedUnit: false,
  help: ''
});

let played: string[];
let opened: number;
const sink: Sink = {
  click: ({ pan }) => void played.push(`click ${pan}`),
  tone: ({ frequency }) => void played.push(`tone ${Math.round(frequency)}`),
  setVolume: (volume) => void played.push(`volume ${volume}`),
  hush: () => void played.push('hush')
};
const soundOf = () =>
  createSound(() => {
    opened++;
    return sink;
  });

function recordingOf() {
  const recording = new Recording();
  const spikes = recording.open(probe('spikes', 2, 'tick'), 64);
  const loss = recording.open(probe('loss', 1, 'trial'), 64);
  return { recording, spikes, loss };
}

beforeEach(() => {
  played = [];
  opened = 0;
});

describe('sound', () => {
  it('is off at first: nothing is opened, asked for or played', () => {
    const sound = soundOf();
    const { recording, spikes } = recordingOf();
    spikes.append(0, [1, 1]);
    sound.hear(recording, true, 0.1);
    spikes.append(1, [1, 1]);
    sound.hear(recording, true, 0.1);
    expect([opened, played, sound.probes()]).toEqual([0, [], []]);
  });

  it('plays what is new, once', () => {
    const sound = soundOf();
    const { loss, recording, spikes } = recordingOf();
    sound.choose('both');
    expect(sound.probes()).toEqual(['spikes']);
    spikes.append(0, [1, 1]);
    loss.append(0, [4]);
    // What was there before is not made up for.
    sound.hear(recording, true, 0.1);
    expect(played).toEqual(['volume 0.5']);
    spikes.append(1, [1, 0]);
    loss.append(1, [2]);
    sound.hear(recording, true, 0.1);
    sound.hear(recording, true, 0.1);
    expect(played).toEqual(['volume 0.5', 'click -1', 'tone 440']);
  });

  it.each([
    ['spikes', ['click 1']],
    ['loss', ['tone 880']]
  ] as const)('plays %s alone where that was chosen', (choice, expected) => {
    const sound = soundOf();
    const { loss, recording, spikes } = recordingOf();
    sound.choose(choice);
    spikes.append(0, [0, 0]);
    loss.append(0, [1]);
    sound.hear(recording, true, 0.1);
    spikes.append(1, [0, 1]);
    loss.append(1, [1]);
    sound.hear(recording, true, 0.1);
    expect(played.slice(1)).toEqual(expected);
  });

  it('never plays while time is held, and does not make up for it after', () => {
    const sound = soundOf();
    const { recording, spikes } = recordingOf();
    sound.choose('spikes');
    spikes.append(0, [1, 1]);
    sound.hear(recording, true, 0.1);
    spikes.append(1, [1, 1]);
    sound.hear(recording, false, 0.1);
    spikes.append(2, [0, 0]);
    sound.hear(recording, true, 0.1);
    expect(played).toEqual(['volume 0.5', 'hush']);
  });

  it('is not behind when it is switched on late', () => {
    const sound = soundOf();
    const { recording, spikes } = recordingOf();
    sound.choose('spikes');
    spikes.append(0, [0, 0]);
    sound.hear(recording, true, 0.1);
    sound.choose('off');
    spikes.append(1, [1, 1]);
    sound.choose('spikes');
    sound.hear(recording, true, 0.1);
    expect(played.filter((each) => each.startsWith('click'))).toEqual([]);
  });

  it('ends at once when it is switched off, and follows the volume', () => {
    const sound = soundOf();
    sound.setVolume(0.2);
    sound.choose('loss');
    sound.setVolume(0.9);
    sound.choose('off');
    sound.choose('loss');
    expect(played).toEqual(['volume 0.2', 'volume 0.9', 'hush', 'volume 0.9']);
    expect(opened).toBe(1);
  });

  it('begins anew with another recording', () => {
    const sound = soundOf();
    sound.choose('loss');
    const first = recordingOf();
    first.loss.append(0, [100]);
    sound.hear(first.recording, true, 0.1);
    const second = recordingOf();
    second.loss.append(0, [1]);
    sound.hear(second.recording, true, 0.1);
    second.loss.append(1, [1]);
    sound.hear(second.recording, true, 0.1);
    expect(played.at(-1)).toBe('tone 880');
  });
});
