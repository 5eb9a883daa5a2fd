/** The cochlea in the audio thread: hears every sample, and hands on a hundred frames of rates a second. */
import { Cochleagram } from '../../session/live/cochlea/cochleagram';

/** What an audio thread has, and the page's types do not name. */
declare const sampleRate: number;
declare const registerProcessor: (name: string, processor: unknown) => void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

class CochleaProcessor extends AudioWorkletProcessor {
  private readonly cochleagram: Cochleagram;

  constructor({ processorOptions }: AudioWorkletNodeOptions) {
    super();
    this.cochleagram = new Cochleagram({
      ...(processorOptions as { channels: number; lowestHz: number; highestHz: number }),
      rate: sampleRate
    });
  }

  process(inputs: Float32Array[][]): boolean {
    const [[sound] = []] = inputs;
    // Before the microphone gives anything there is no input.
    if (sound) this.cochleagram.push(sound, (rates) => this.port.postMessage(rates, [rates.buffer]));
    return true;
  }
}

registerProcessor('cochlea', CochleaProcessor);
