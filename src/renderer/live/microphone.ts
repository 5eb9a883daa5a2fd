/**
 * What the microphone hears: energy in `channels` bands of equal width on the mel scale, 2595 log10(1 + f / 700), from 50 to 8000 Hz;
 * 100 times a second, as shares of 70 dB above -90 dB, so that 0 is silence and 1 loud.
 */
import type { Settings } from '../../models/settings';
import type { LiveAccess } from '../../session/live/live';
import { stopMedia, userMedia } from './media';
import { sampledDevice } from './sampled';

const [lowestHz, highestHz] = [50, 8000];
const toMel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
const toHz = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);

/** Bounds of `bands` bands in Hz, `bands` + 1 of them. */
export function melBounds(bands: number): number[] {
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
  sampledDevice(10, async () => {
    const stream = await userMedia('microphone');
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(stream).connect(analyser);
    const decibels = new Float32Array(analyser.frequencyBinCount);
    const bounds = melBounds(Number(settings.channels));
    return {
      detail: `The microphone is heard at ${context.sampleRate} Hz.`,
      read: () => {
        analyser.getFloatFrequencyData(decibels);
        return bandLevels(decibels, context.sampleRate / analyser.fftSize, bounds);
      },
      close: () => {
        stopMedia(stream);
        void context.close();
      }
    };
  });
