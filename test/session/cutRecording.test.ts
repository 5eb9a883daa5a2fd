import { expect, it } from 'vitest';
import { cutRecording } from '../../src/session/cutRecording';
import { Recording } from '../../src/session/recording';
import { probe } from '../figures/syntheticRecording';

function recorded(): Recording {
  const recording = new Recording();
  const ticks = recording.open(probe('ticks', 2), 40);
  ticks.appendRun(
    0,
    Float32Array.from({ length: 120 }, (_, i) => i)
  );
  const trials = recording.open(probe('trials', 1, { kind: 'trial' }), 100);
  trials.appendRun(
    0,
    Float32Array.from({ length: 6 }, (_, i) => 10 * i)
  );
  recording.setImage(probe('map', 1, { kind: 'image' }), Float32Array.of(6));
  return recording;
}

it('ends rows of ticks before the tick, and rows of trials with the last trial that had ended', () => {
  const cut = cutRecording(recorded(), 35, 10);
  const ticks = cut.series('ticks')!.latest();
  expect([...ticks.times]).toEqual(Array.from({ length: 15 }, (_, i) => 20 + i));
  expect([...ticks.data.subarray(28)]).toEqual([68, 69]);
  expect([...cut.series('trials')!.latest().times]).toEqual([0, 1, 2]);
  // The trial that ends at the very tick has ended.
  expect(cutRecording(recorded(), 40, 10).series('trials')!.newest).toBe(3);
  expect(cut.series('nothing')).toBeUndefined();
});

it('leaves alone what is older, and has nothing of what is newer', () => {
  const recording = recorded();
  expect(cutRecording(recording, 60, 10).series('ticks')).toBe(recording.series('ticks'));
  expect(cutRecording(recording, 20, 10).series('ticks')!.length).toBe(0);
});

it('cuts once: rows that come later change nothing', () => {
  const recording = recorded();
  const cut = cutRecording(recording, 35, 10);
  const first = cut.series('ticks');
  expect(cut.series('ticks')).toBe(first);
  recording.series('ticks')!.append(60, [0, 0]);
  expect(cut.series('ticks')).toBe(first);
  expect(cutRecording(recording, 35, 10, { wholeTicks: true }).series('ticks')).toBe(
    recording.series('ticks')
  );
});

it('takes images of the moment where it is given them', () => {
  const recording = recorded();
  const past = new Recording();
  past.setImage(probe('map', 1, { kind: 'image' }), Float32Array.of(3));
  expect([...cutRecording(recording, 35, 10, { images: past }).image('map')!.data]).toEqual([3]);
  expect([...cutRecording(recording, 35, 10, { images: new Recording() }).image('map')!.data]).toEqual([6]);
});
