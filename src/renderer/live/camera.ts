/** What the camera sees: the middle square in grey, made as small as the channels say, 25 times a second; from 0 to 1. */
import type { Settings } from '../../models/settings';
import type { LiveAccess } from '../../session/live/live';
import { stopMedia, userMedia } from './media';
import { sampledDevice } from './sampled';

export const camera = (settings: Settings): ReturnType<LiveAccess['open']> =>
  sampledDevice(40, async () => {
    const side = Math.sqrt(Number(settings.channels));
    if (!Number.isInteger(side) || side < 2) {
      throw new Error(
        `Setting 'channels' is ${settings.channels}; the camera gives a square of pixels, so choose 64, 256 or 784, for instance.`
      );
    }
    const stream = await userMedia('camera');
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    return {
      detail: `The camera films, ${side} × ${side} pixels.`,
      read: () => {
        const square = Math.min(video.videoWidth, video.videoHeight);
        const [left, top] = [(video.videoWidth - square) / 2, (video.videoHeight - square) / 2];
        context.drawImage(video, left, top, square, square, 0, 0, side, side);
        const { data } = context.getImageData(0, 0, side, side);
        return Float32Array.from(
          { length: side * side },
          (_, i) => (0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]) / 255
        );
      },
      close: () => {
        stopMedia(stream);
        video.srcObject = null;
      }
    };
  });
