/** The experiment that learns from live input: what samples are decides who learns from them. */
import type { Settings } from '../../models/settings';
import { openField } from '../../presets/placeFields';
import { codingProbes, leakyTanhProbes } from '../../presets/probes';
import type { Experiment } from '../../session/experiment';
import type { LabId } from '../lab/labs';

/** Channels that devices have by their nature, or that make a good start. */
const usualChannels: Readonly<Record<string, number>> = {
  pointer: 2,
  keyboard: 26,
  microphone: 16,
  camera: 256
};
/** A trial of ten frames at 25 a second; a path of ten positions a second, from the hundred that the pointer gives. */
const usualTrials: Readonly<Record<string, Settings>> = {
  values: { operators: '', trialSteps: 100, stepMs: 1 },
  images: { operators: '', trialSteps: 10, stepMs: 40 },
  positions: { operators: 'window(samples=10, step=10)', trialSteps: 100, stepMs: 100 }
};

/** What goes well with the setting `name`, just changed, of these settings; the user may change it again. */
export function usualWith(name: string, settings: Settings): Settings {
  const channels = usualChannels[String(settings.from)];
  if (name === 'from') return channels ? { channels } : {};
  return name === 'samplesAre' ? usualTrials[String(settings.samplesAre)] : {};
}

/** What is usually opened in a lab. */
export function usualIn(lab: LabId): Settings {
  if (lab === 'codes')
    return { from: 'camera', channels: usualChannels.camera, samplesAre: 'images', ...usualTrials.images };
  if (lab === 'maps')
    return {
      from: 'pointer',
      channels: usualChannels.pointer,
      samplesAre: 'positions',
      ...usualTrials.positions
    };
  return {};
}

export function liveExperiment(source: Settings): Experiment {
  return {
    format: 1,
    title: 'Live input',
    ...learner(String(source.samplesAre ?? 'values')),
    source: { id: 'live', settings: source },
    seed: 1,
    edits: []
  };
}

function learner(samplesAre: string): Pick<Experiment, 'model' | 'probes'> {
  // The animal of the open field, led by what comes.
  if (samplesAre === 'positions')
    return { model: openField.experiment.model, probes: openField.experiment.probes };
  if (samplesAre === 'images') {
    // Frames have no labels, so pixels are what a code can be held to; few arrive, so those of before are replayed.
    const settings = {
      loss: 'vanilla',
      beta: 1,
      batch: 4,
      reservoir: 2000,
      replay: 60,
      pixelLoss: 'squared'
    };
    return { model: { id: 'vae', settings }, probes: codingProbes };
  }
  // A leaky tanh network takes spikes and values alike.
  const settings = { units: 100, unit: 'leakyTanh', leak: 0.3, tauReadout: 0, learningRate: 0.002, batch: 1 };
  return { model: { id: 'eprop', settings }, probes: leakyTanhProbes };
}
