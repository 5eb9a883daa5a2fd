/** What panels read: the recording, or, while the slider stands in the past, the recording as it stood then. */
import { type Accessor, createSignal } from 'solid-js';
import { cutRecording } from '../../session/cutRecording';
import { Recording, type RecordingReader } from '../../session/recording';
import type { PageRecording } from './pageRecording';

export interface Seen {
  reader(): RecordingReader;
  /** Images of the past moment shown; undefined for those of now. */
  showImages(images: readonly { name: string; data: Float32Array }[] | undefined): void;
}

export function createSeen(options: {
  recording(): PageRecording;
  scrubbed: Accessor<number | undefined>;
  steps(): number;
}): Seen {
  const [images, setImages] = createSignal<Recording>();
  let known: { of: readonly unknown[]; reader: RecordingReader } | undefined;
  return {
    reader() {
      const recording = options.recording();
      const until = options.scrubbed();
      if (until === undefined) return recording;
      const past = images();
      const of = [recording, until, past];
      if (!known || known.of.some((part, i) => part !== of[i]))
        // Panels of time take their ticks from the window that ends there.
        known = {
          of,
          reader: cutRecording(recording, until, options.steps(), {
            wholeTicks: true,
            ...(past && { images: past })
          })
        };
      return known.reader;
    },
    showImages(found) {
      if (!found) {
        setImages(undefined);
        return;
      }
      const past = new Recording();
      for (const { data, name } of found) {
        const probe = options.recording().probe(name);
        if (probe) past.setImage(probe, data);
      }
      setImages(past);
    }
  };
}
