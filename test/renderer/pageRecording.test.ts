import { expect, it } from 'vitest';
import type { ProbeDescription } from '../../src/models/model';
import { PageRecording } from '../../src/renderer/lab/pageRecording';
import type { Frame } from '../../src/session/protocol';

const probe = (name: string, kind: 'tick' | 'trial', more: Partial<ProbeDescription> = {}) =>
  ({ name, kind, width: 1, label: name, unit: '', signed: false, ...more }) as ProbeDescription;

const described = [probe('v', 'tick'), probe('fan', 'tick', { ofWatchedUnit: true }), probe('loss', 'trial')];

const frame = (name: string, from: number, count: number, width = 1): Frame =>
  ({
    status: {},
    images: [],
    series: [
      {
        name,
        skipped: 0,
        rows: {
          width,
          times: Float64Array.from({ length: count }, (_, r) => from + r),
          data: Float32Array.from({ length: count * width }, (_, r) => from + Math.floor(r / width))
        }
      }
    ]
  }) as unknown as Frame;

const times = (recording: PageRecording, name: string): number[] => [
  ...(recording.series(name)?.latest().times ?? [])
];

it('keeps rows of ticks while they are held, whatever comes, and lets the rest in after', () => {
  const recording = new PageRecording(described);
  recording.take(frame('v', 0, 10));
  const before = times(recording, 'v');
  // More than a ring has room for.
  for (let from = 10; from < 30_010; from += 5000) recording.take(frame('v', from, 5000), true);
  expect(times(recording, 'v')).toEqual(before);
  recording.release();
  const after = times(recording, 'v');
  expect(after.at(-1)).toBe(30_009);
  expect(after).toHaveLength(8192);
  recording.take(frame('v', 30_010, 1));
  expect(times(recording, 'v').at(-1)).toBe(30_010);
});

it('holds no rows of trials, and no ring that has nothing yet', () => {
  const recording = new PageRecording(described);
  recording.take(frame('loss', 0, 3));
  recording.take(frame('loss', 3, 2), true);
  expect(times(recording, 'loss')).toEqual([0, 1, 2, 3, 4]);
  recording.take(frame('v', 7, 2), true);
  expect(times(recording, 'v')).toEqual([7, 8]);
});

it('lets what was held go with the next frame that is not, and forgets what followed another unit', () => {
  const recording = new PageRecording(described);
  recording.take(frame('fan', 0, 4, 2));
  recording.take(frame('fan', 4, 4, 2), true);
  recording.forgetWatched();
  // Another unit, of another fan-in.
  recording.take(frame('fan', 8, 2, 3), true);
  recording.take(frame('fan', 10, 2, 3), true);
  expect(times(recording, 'fan')).toEqual([8, 9]);
  recording.take(frame('fan', 12, 1, 3));
  expect(times(recording, 'fan')).toEqual([8, 9, 10, 11, 12]);
});
