/**
 * Trials of what comes: samples wait in a bounded room, are taken when the model asks for a trial, and go onto the tape as they are
 * taken. What finds no room is dropped and counted; nothing here grows with the length of a run but the tape, to its bound.
 */
import { Observable } from 'rxjs';
import type { Random } from '../../models/random';
import { SettingError, type Settings } from '../../models/settings';
import type { Trial } from '../../models/stream';
import type { Source } from '../source';
import { createCutter } from './createCutter';
import { Inlet } from './inlet';
import type { LiveAccess, LiveKind, LiveStatus } from './live';
import type { RowSettings } from './streamOfRows';
import { Tape, type TapeCopy } from './tape';

export interface LiveSettings extends RowSettings {
  from: LiveKind;
  channels: number;
  waitingRoom: number;
  tapeRoom: number;
}

export interface LiveSource extends Source {
  readonly live: { status(): LiveStatus; tape(): TapeCopy };
}

/** `now`: ms on the clock of the blocks. Throws SettingError for settings that do not fit each other. */
export function createLiveStream(
  settings: Settings & LiveSettings,
  random: Random,
  access: LiveAccess | undefined,
  now: () => number
): LiveSource {
  const { from, channels, waitingRoom, tapeRoom } = settings;
  const cutter = createCutter(settings, channels, random);
  const inlet = new Inlet({ channels, room: waitingRoom, now });
  const tape = new Tape(channels, tapeRoom);

  /** The next trial, once enough samples have come. */
  const next = (index: number): Trial | undefined => {
    while (!cutter.ready) {
      const sample = inlet.read();
      if (!sample) return undefined;
      tape.add(sample);
      cutter.push(sample);
    }
    return cutter.take(index);
  };

  return {
    shape: cutter.shape,
    get heldOut() {
      return cutter.heldOut;
    },
    note: `live, from ${from}: ${channels} ${channels === 1 ? 'channel' : 'channels'}, room for ${waitingRoom} samples`,
    live: {
      status: () => inlet.status(),
      tape: () => ({ channels, samples: tape.samples(), missed: tape.missed })
    },
    trials: (first, demand$) =>
      new Observable<Trial>((subscriber) => {
        if (!access) {
          subscriber.error(
            new SettingError(
              `Live input from ${from} cannot be opened here; use the page, the desktop or engram run.`
            )
          );
          return;
        }
        let index = first;
        let wanted = 0;
        let giving = false;
        const give = (): void => {
          // Whoever takes a trial may ask for the next one at once.
          if (giving) return;
          giving = true;
          while (wanted > 0 && !subscriber.closed) {
            const trial = next(index);
            if (!trial) break;
            wanted--;
            index++;
            subscriber.next(trial);
          }
          giving = false;
          if (inlet.ended && wanted > 0) subscriber.complete();
        };
        subscriber.add(
          demand$.subscribe((count) => {
            wanted += count;
            give();
          })
        );
        subscriber.add(() => inlet.close());
        inlet.connect(access.open({ kind: from, settings }), give, (error) => subscriber.error(error));
      })
  };
}
