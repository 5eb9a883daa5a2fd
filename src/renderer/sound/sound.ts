/** Follows the frames of a run and plays what is new in them. Off at first, and silent while time is held. */
import { type Accessor, createSignal } from 'solid-js';
import type { RecordingReader } from '../../session/recording';
import { type Click, clicksOf, type Tone, tonesOf } from './mapping';

export const sounds = ['off', 'spikes', 'loss', 'both'] as const;
export type SoundChoice = (typeof sounds)[number];

export const soundWords: Readonly<Record<SoundChoice, string>> = {
  off: 'off',
  spikes: 'spikes',
  loss: 'loss',
  both: 'spikes and loss'
};

/** What makes it sound. */
export interface Sink {
  click(click: Click): void;
  tone(tone: Tone): void;
  /** 0 to 1. */
  setVolume(volume: number): void;
  /** Ends what has been handed over and not yet been heard. */
  hush(): void;
}

export interface Sound {
  choice: Accessor<SoundChoice>;
  choose(choice: SoundChoice): void;
  volume: Accessor<number>;
  setVolume(volume: number): void;
  /** Probes it needs, besides those that always come. */
  probes(): readonly string[];
  /** Something may have come, `seconds` after the last time. */
  hear(reader: RecordingReader, running: boolean, seconds: number): void;
}

/** Frames that came later than this are not made up for. */
const longestSeconds = 0.25;

export function createSound(open: () => Sink): Sound {
  const [choice, setChoice] = createSignal<SoundChoice>('off');
  const [volume, setVolume] = createSignal(0.5);
  let sink: Sink | undefined;
  let of: RecordingReader | undefined;
  /** Ticks and trials up to which all was heard. */
  let heard = { spikes: Number.NaN, loss: Number.NaN };
  let largest = 0;

  const heardOf = (name: 'spikes' | 'loss', reader: RecordingReader) => {
    const series = reader.series(name);
    if (!series || series.length === 0) return undefined;
    const before = heard[name];
    heard[name] = series.newest;
    // What was there before it began to listen is not made up for.
    const fresh = Number.isNaN(before) ? 0 : Math.min(series.length, series.newest - before);
    return fresh > 0 ? series.latest(fresh) : undefined;
  };

  const loudest = (losses: Float32Array): void => {
    for (const value of losses) if (Number.isFinite(value)) largest = Math.max(largest, value);
  };

  return {
    choice,
    choose: (chosen) => {
      setChoice(chosen);
      of = undefined;
      if (chosen === 'off') sink?.hush();
      else {
        sink ??= open();
        sink.setVolume(volume());
      }
    },
    volume,
    setVolume: (next) => {
      setVolume(next);
      sink?.setVolume(next);
    },
    probes: () => (choice() === 'spikes' || choice() === 'both' ? ['spikes'] : []),
    hear: (reader, running, seconds) => {
      if (reader !== of) {
        of = reader;
        heard = { spikes: Number.NaN, loss: Number.NaN };
        largest = 0;
        const losses = reader.series('loss');
        if (losses) loudest(losses.latest(losses.length).data);
      }
      const spikes = heardOf('spikes', reader);
      const loss = heardOf('loss', reader);
      if (loss) loudest(loss.data);
      if (!running) {
        sink?.hush();
        return;
      }
      const wanted = choice();
      if (wanted === 'off' || !sink) return;
      const span = Math.min(longestSeconds, seconds);
      if (spikes && wanted !== 'loss') for (const click of clicksOf(spikes, span)) sink.click(click);
      if (loss && wanted !== 'spikes') for (const tone of tonesOf(loss, span, largest)) sink.tone(tone);
    }
  };
}
