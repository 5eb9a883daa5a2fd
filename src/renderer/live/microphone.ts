/**
 * What the microphone hears, in `channels` channels, 100 times a second, from the setting `lowestHz` to `highestHz`. As mel bands: the
 * energy in bands of equal width on the mel scale, 2595 log10(1 + f / 700), as shares of 70 dB above -90 dB, so that 0 is silence and
 * 1 loud. As a cochlea: the rates of session/live/cochlea, made in the audio thread, where no sample is missed.
 */
import type { Settings } from '../../models/settings';
import { Cochleagram } from '../../session/live/cochlea/cochleagram';
import type { LiveAccess } from '../../session/live/live';
import workletUrl from './cochlea.worklet.ts?worker&url';
import { stopMedia, userMedia } from './media';
import { givingDevice, sampledDevice } from './sampled';

/** Filters that an audio thread can be asked for. */
const mostFilters = 128;

const toMel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
const toHz = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);

/** Bounds of `bands` bands in Hz, `bands` + 1 of them. Throws an Error where the lowest is not below the highest. */
export function melBounds(bands: number, lowestHz: number, highestHz: number): number[] {
  if (!(lowestHz < highestHz)) {
    throw new Error(
      `Settings 'lowestHz' and 'highestHz' are ${lowestHz} and ${highestHz}; expected the first below the second.`
    );
  }
  const [low, high] = [toMel(lowestHz), toMel(highestHz)];
  return Array.from({ length: bands + 1 }, (_, b) => toHz(low + ((high - low) * b) / bands));
}

/** Mean power of the bins in each band, from decibels per bin; a band narrower than a bin takes the one it lies in. */
export function bandLevels(decibels: Float32Array, binHz: number, bounds: readonly number[]): Float32Array {
  return Float32Array.from({ length: bounds.length - 1 }, (_, b) => {
    const first = Math.min(decibels.length - 1, Math.floor(bounds[b] / binHz));
    const end = Math.min(decibels.length, Math.max(first + 1, Math.floor(bounds[b + 1] / binHz)));
    let power = 0;
    for (let i = first; i < end; i++) power += 10 ** (decibels[i] / 10);
    const level = 10 * Math.log10(power / (end - first) + 1e-12);
    return Math.min(1, Math.max(0, (level + 90) / 70));
  });
}

export const microphone = (settings: Settings): ReturnType<LiveAccess['open']> =>
  settings.hearing === 'cochlea' ? cochlea(settings) : melBands(settings);

const bandsOf = ({ channels, highestHz, lowestHz }: Settings) => ({
  channels: Number(channels),
  lowestHz: Number(lowestHz),
  highestHz: Number(highestHz)
});

interface Sound {
  context: AudioContext;
  source: MediaStreamAudioSourceNode;
  close(): void;
}

async function listen(): Promise<Sound> {
  const stream = await userMedia('microphone');
  const context = new AudioContext();
  const close = (): void => {
    stopMedia(stream);
    void context.close();
  };
  // Suspended where the browser was not sure that the user wants sound; nobody hears this.
  await context.resume();
  return { context, source: context.createMediaStreamSource(stream), close };
}

const melBands = (settings: Settings): ReturnType<LiveAccess['open']> =>
  sampledDevice(10, async () => {
    const { channels, highestHz, lowestHz } = bandsOf(settings);
    const bounds = melBounds(channels, lowestHz, highestHz);
    const { close, context, source } = await listen();
    const analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0 });
    source.connect(analyser);
    const decibels = new Float32Array(analyser.frequencyBinCount);
    return {
      detail: `The microphone is heard at ${context.sampleRate} Hz.`,
      read: () => {
        analyser.getFloatFrequencyData(decibels);
        return bandLevels(decibels, context.sampleRate / analyser.fftSize, bounds);
      },
      close
    };
  });

const cochlea = (settings: Settings): ReturnType<LiveAccess['open']> =>
  givingDevice(async (give) => {
    const options = bandsOf(settings);
    if (options.channels > mostFilters) {
      throw new Error(
        `Setting 'channels' is ${options.channels}; a cochlea has ${mostFilters} filters at most here. Set it lower, or hear mel bands.`
      );
    }
    const { close, context, source } = await listen();
    try {
      // Here as well, since an audio thread that fails says nothing of why.
      new Cochleagram({ ...options, rate: context.sampleRate });
      await context.audioWorklet.addModule(workletUrl);
      const node = new AudioWorkletNode(context, 'cochlea', {
        channelCount: 1,
        channelCountMode: 'explicit',
        processorOptions: options
      });
      node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => give(data);
      // Silent, and there so that the browser asks for it.
      source.connect(node).connect(context.destination);
    } catch (error) {
      close();
      throw error;
    }
    return { detail: `The microphone is heard at ${context.sampleRate} Hz, by a cochlea.`, close };
  });
