/**
 * Camera and microphone. A browser asks its user itself; the desktop window opens them only for whom a button of this page was
 * pressed, so that an experiment that comes in a file cannot listen or film by being opened.
 */
import type { Desktop } from '../../preload/contract';

export type MediaDevice = 'camera' | 'microphone';

const kinds = { camera: 'video', microphone: 'audio' } as const;
/** Sound as it is: what calls are improved by would take a steady tone for noise, and move its level. */
const asIs = { autoGainControl: false, echoCancellation: false, noiseSuppression: false };
const constraints = { camera: { video: true }, microphone: { audio: asIs } };
const wished = new Set<string>();

/** To be called where the user asks for it by hand; holds until the page is left, for runs that start anew. */
export function wishMedia(what: string): void {
  wished.add(what);
}

/** Rejects with what to do where it cannot be had. */
export async function userMedia(
  what: MediaDevice,
  desktop: Desktop | undefined = window.desktop
): Promise<MediaStream> {
  if (desktop) {
    if (!wished.has(what)) {
      throw new Error(
        `This experiment asks for the ${what}, which is opened only when you ask for it: choose Live input, ${what}, and Open and run.`
      );
    }
    await desktop.allowMedia({ medium: kinds[what] });
  }
  try {
    return await navigator.mediaDevices.getUserMedia(constraints[what]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The ${what} cannot be opened (${reason}); connect one and allow this page to use it.`);
  }
}

export function stopMedia(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
