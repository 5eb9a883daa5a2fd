import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Trial } from '../../src/models/stream';
import { Feed } from '../../src/session/feed';
import type { Source } from '../../src/session/source';
import { trialsOnDemand } from '../../src/session/sources/onDemand';
import { countingShape, countingTrial } from './countingSource';

const trial = (index: number): Trial => countingTrial(index, 2);
const source = (trials: Source['trials']): Source => ({
  shape: countingShape(2),
  trials,
  heldOut: [],
  note: ''
});
const indices = (trials: readonly Trial[] | undefined): number[] | undefined =>
  trials?.map(({ index }) => index);

describe('a source that waits', () => {
  it('makes the trials asked for, in order, from where it was asked to begin, and no others', () => {
    const made: number[] = [];
    const feed = new Feed(
      source((from, demand$) =>
        trialsOnDemand(from, demand$, (index) => {
          made.push(index);
          return trial(index);
        })
      ),
      5,
      100
    );
    expect(made).toEqual([]);
    expect(indices(feed.take(2))).toEqual([5, 6]);
    expect(indices(feed.take(3))).toEqual([7, 8, 9]);
    expect(made).toEqual([5, 6, 7, 8, 9]);
    expect(feed.dropped).toBe(0);
  });
});

describe('a feed begun again', () => {
  it('forgets what waited and gives the next trials as the source makes them now', () => {
    let label = 'before';
    const made: string[] = [];
    const feed = new Feed(
      source((from, demand$) =>
        trialsOnDemand(from, demand$, (index) => {
          made.push(`${label} ${index}`);
          return trial(index);
        })
      ),
      0,
      100
    );
    expect(indices(feed.take(2))).toEqual([0, 1]);
    label = 'after';
    feed.restart(2);
    expect(indices(feed.take(2))).toEqual([2, 3]);
    expect(made).toEqual(['before 0', 'before 1', 'after 2', 'after 3']);
  });

  it('asks again for trials that had been asked for and not come, and for those that had come', async () => {
    const late: Subject<Trial>[] = [];
    const asked: number[] = [];
    const feed = new Feed(
      source((_, demand$) => {
        const trials = new Subject<Trial>();
        late.push(trials);
        demand$.subscribe((count) => asked.push(count));
        return trials;
      }),
      0,
      100
    );
    expect(feed.take(3)).toBeUndefined();
    late[0].next(trial(0));
    const ready = feed.ready(3);
    feed.restart(0);
    expect(asked.at(-1)).toBe(3);
    late[0].next(trial(7));
    for (const index of [0, 1, 2]) late[1].next(trial(index));
    await ready;
    expect(indices(feed.take(3))).toEqual([0, 1, 2]);
  });
});

describe('a live source', () => {
  it('is buffered to a bound; what finds no room is dropped and counted', () => {
    const live = new Subject<Trial>();
    const feed = new Feed(
      source(() => live),
      0,
      3
    );
    for (let i = 0; i < 5; i++) live.next(trial(i));
    expect(feed.dropped).toBe(2);
    expect(indices(feed.take(2))).toEqual([0, 1]);
    live.next(trial(5));
    expect(indices(feed.take(2))).toEqual([2, 5]);
  });

  it('lets the session wait for its trials, and be woken without them', async () => {
    const live = new Subject<Trial>();
    const feed = new Feed(
      source(() => live),
      0,
      3
    );
    expect(feed.take(2)).toBeUndefined();
    const ready = feed.ready(2);
    live.next(trial(0));
    live.next(trial(1));
    await ready;
    expect(indices(feed.take(2))).toEqual([0, 1]);
    const woken = feed.ready(2);
    feed.wake();
    await woken;
    expect(feed.take(2)).toBeUndefined();
  });

  it('gives what it sent before it ended, and then says that it has', () => {
    const live = new Subject<Trial>();
    const feed = new Feed(
      source(() => live),
      0,
      3
    );
    live.next(trial(0));
    live.complete();
    expect(indices(feed.take(1))).toEqual([0]);
    expect(() => feed.take(1)).toThrow('The source has ended: it has no further trials.');
  });

  it('passes its error on', () => {
    const live = new Subject<Trial>();
    const feed = new Feed(
      source(() => live),
      0,
      3
    );
    live.error(new Error('The socket closed.'));
    expect(() => feed.take(1)).toThrow('The socket closed.');
  });
});
