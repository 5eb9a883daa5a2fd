/** The model of codes as it is listed: its settings, its words, and the memory it takes. */
import type { ModelDefinition } from '../model';
import { completeSettings } from '../settings';
import { classifierPlan, decoderPlan, encoderPlan } from './architecture';
import { coderList } from './coderList';
import { minibatchSize } from './minibatch';
import { activityCount, parameterCount, pixelsOf, placeLayers } from './network';
import { classFactors } from './queries';
import { vaeSettings } from './settings';
import { imagesOf, VaeModel } from './vaeModel';

export const vaeDefinition: ModelDefinition = {
  id: 'vae',
  lab: 'codes',
  inputKinds: ['images'],
  feedForward: true,
  title: 'Codes of images',
  summary: 'Learns what of an image is worth keeping: variational autoencoders held to pixels or to queries.',
  scores: {
    loss: {
      label: 'Free energy',
      symbol: 'D + βR',
      unit: 'nats',
      help: 'Of the first coder, mean over the minibatches of a trial; while the classifiers learn, their mean loss.'
    },
    error: {
      label: 'Wrong answers',
      symbol: 'ε',
      unit: '',
      help: 'Share of reconstructions of the trial’s last minibatch, by the first coder, whose first query is not answered as labelled.'
    }
  },
  settings: vaeSettings,
  floats(given, shape) {
    return this.memory!(given, shape).reduce((sum, { floats }) => sum + floats, 0);
  },
  memory(given, shape) {
    const settings = completeSettings(vaeSettings, given);
    const images = imagesOf(shape);
    const most = minibatchSize(settings);
    // Weights, gradient and two moments; activities and their signals.
    const floats = (layers: ReturnType<typeof placeLayers>, passes: number): number =>
      4 * parameterCount(layers) + passes * most * activityCount(layers);
    const code = { channels: Number(settings.latents), rows: 1, columns: 1 };
    const coder =
      floats(placeLayers(images, encoderPlan(settings, images)), 1) +
      floats(placeLayers(code, decoderPlan(settings, images)), 1);
    const classifiers = classFactors(shape.factors ?? []).map(({ factor }) =>
      floats(placeLayers(images, classifierPlan(settings, factor.classes!.length)), 2)
    );
    return [
      { label: 'the coders', floats: coderList(settings).length * coder },
      { label: 'the classifiers', floats: 2 * classifiers.reduce((sum, count) => sum + count, 0) },
      { label: 'the reservoir', floats: 2 * Number(settings.reservoir) * pixelsOf(images) },
      { label: 'the minibatch', floats: 3 * most * pixelsOf(images) }
    ].sort((a, b) => b.floats - a.floats);
  },
  async create(context) {
    return new VaeModel(context);
  }
};
