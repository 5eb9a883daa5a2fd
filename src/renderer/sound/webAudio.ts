/** Clicks and tones of Web Audio. */
import type { Sink } from './sound';

/** Seconds. */
const [clickLength, toneLength, fade] = [0.004, 0.09, 0.012] as const;
/** Many clicks add up: each is far below what all of them may be. */
const [clickGain, toneGain] = [0.25, 0.2] as const;

export function webAudio(context: BaseAudioContext): Sink {
  const out = context.createGain();
  out.connect(context.destination);
  const click = clickBuffer(context);
  const playing = new Set<AudioScheduledSourceNode>();

  const play = (node: AudioScheduledSourceNode, from: number, length: number): void => {
    playing.add(node);
    node.onended = () => playing.delete(node);
    node.start(from);
    node.stop(from + length);
  };

  return {
    click: ({ at, pan }) => {
      const source = context.createBufferSource();
      source.buffer = click;
      const gain = context.createGain();
      gain.gain.value = clickGain;
      const place = context.createStereoPanner();
      place.pan.value = pan;
      source.connect(gain).connect(place).connect(out);
      play(source, context.currentTime + at, clickLength);
    },
    tone: ({ at, frequency }) => {
      const from = context.currentTime + at;
      const source = context.createOscillator();
      source.frequency.value = frequency;
      const gain = context.createGain();
      // Without a slope at both ends a tone begins and ends with a crack.
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(toneGain, from + fade);
      gain.gain.setValueAtTime(toneGain, from + toneLength - fade);
      gain.gain.linearRampToValueAtTime(0, from + toneLength);
      source.connect(gain).connect(out);
      play(source, from, toneLength);
    },
    setVolume: (volume) => {
      out.gain.value = volume;
    },
    hush: () => {
      for (const node of playing) node.stop();
      playing.clear();
    }
  };
}

/** A short burst that dies away: alternating samples, which is as bright as a click gets. */
function clickBuffer(context: BaseAudioContext): AudioBuffer {
  const length = Math.ceil(clickLength * context.sampleRate);
  const buffer = context.createBuffer(1, length, context.sampleRate);
  const samples = buffer.getChannelData(0);
  for (let i = 0; i < length; i++) {
    const left = 1 - i / length;
    samples[i] = (i % 4 < 2 ? 1 : -1) * left * left;
  }
  return buffer;
}
