import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Desktop } from '../../../src/preload/contract';
import { userMedia, wishMedia } from '../../../src/renderer/live/media';

const stream = { getTracks: () => [] } as unknown as MediaStream;

function devices(answer: () => Promise<MediaStream> = async () => stream) {
  const calls: string[] = [];
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: (asked: unknown) => {
        calls.push(`open ${JSON.stringify(asked)}`);
        return answer();
      }
    }
  });
  const desktop = {
    allowMedia: async (request: unknown) => void calls.push(`allow ${JSON.stringify(request)}`)
  } as unknown as Desktop;
  return { calls, desktop };
}

describe('camera and microphone', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('are opened in the desktop window only after the user asked, and each opening is allowed anew', async () => {
    const { calls, desktop } = devices();
    await expect(userMedia('microphone', desktop)).rejects.toThrow(
      'This experiment asks for the microphone, which is opened only when you ask for it'
    );
    expect(calls).toEqual([]);
    wishMedia('microphone');
    expect(await userMedia('microphone', desktop)).toBe(stream);
    await userMedia('microphone', desktop);
    const asIs = { autoGainControl: false, echoCancellation: false, noiseSuppression: false };
    const once = ['allow {"medium":"audio"}', `open ${JSON.stringify({ audio: asIs })}`];
    expect(calls).toEqual([...once, ...once]);
    await expect(userMedia('camera', desktop)).rejects.toThrow('asks for the camera');
  });

  it('are left in a browser to what the browser asks', async () => {
    const { calls } = devices();
    vi.stubGlobal('window', {});
    await userMedia('camera');
    expect(calls).toEqual(['open {"video":true}']);
  });

  it('say what to do where there are none', async () => {
    devices(() => Promise.reject(new Error('Requested device not found')));
    vi.stubGlobal('window', {});
    await expect(userMedia('camera')).rejects.toThrow(
      'The camera cannot be opened (Requested device not found); connect one and allow this page to use it.'
    );
  });
});
