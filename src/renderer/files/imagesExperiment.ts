/** The experiment that learns from images just opened: with the model that is open where it takes images, else with the usual one. */
import type { Settings } from '../../models/settings';
import { codingProbes } from '../../presets/probes';
import type { Experiment } from '../../session/experiment';

/** The model that learns a code of images. */
const coder = 'vae';

export function imagesExperiment(source: Settings, before: Experiment | undefined): Experiment {
  const kept = before?.model.id === coder ? before : undefined;
  return {
    format: 1,
    title: String(source['file']),
    // Labels have other names here, so the query of before asks for nothing that there is.
    model: { id: coder, settings: { ...kept?.model.settings, query: '' } },
    source: { id: 'images', settings: source },
    probes: kept?.probes ?? codingProbes,
    seed: kept?.seed ?? 1,
    edits: []
  };
}

/** Which of the files chosen holds the images, and which labels: the one that says so, or the smaller. Throws Error. */
export function pairFiles(files: readonly { name: string; size: number }[]): {
  file: string;
  labelsFile?: string;
} {
  if (files.length === 0 || files.length > 2) {
    throw new Error(
      `${files.length} files were chosen; expected pictures, or one file of images and, where they are apart, one of labels.`
    );
  }
  const [one, other] = [...files].sort((a, b) => b.size - a.size);
  if (!other) return { file: one.name };
  const saysLabels = ({ name }: { name: string }): boolean => /label/i.test(name);
  return saysLabels(one) && !saysLabels(other)
    ? { file: other.name, labelsFile: one.name }
    : { file: one.name, labelsFile: other.name };
}
