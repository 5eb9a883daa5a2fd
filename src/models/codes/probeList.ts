/** The probes of a model of codes, with their words and sizes. */
import type { ProbeDescription } from '../model';
import { probeImage as image, probeRow as row } from '../probeRows';
import type { ImageShape } from '../stream';
import { pixelsOf } from './network';
import { codeProbes, mapPoints, pairCount, planeSide, traversalSteps } from './probes';

export interface CodeSizes {
  coders: number;
  /** Factors with classes, and factors that are numbers. */
  classes: number;
  values: number;
  latents: number;
  images: ImageShape;
}

export function codeProbeList({ classes, coders, images, latents, values }: CodeSizes): ProbeDescription[] {
  const pixels = pixelsOf(images);
  const list = [
    row('tick', coders, {
      name: codeProbes.minibatchRate,
      label: 'Rate of the minibatch',
      symbol: 'R',
      unit: 'bits',
      help: 'KL[q(z|x) ‖ p(z)] of each coder, mean over the minibatch.'
    }),
    row('tick', coders, {
      name: codeProbes.minibatchDistortion,
      label: 'Distortion of the minibatch',
      symbol: 'D',
      unit: 'nats',
      help: 'What each coder minimises besides the rate: pixels lost, or divergence of answers.'
    }),
    row('tick', 2 * classes, {
      name: codeProbes.classifierLoss,
      label: 'Loss of the classifiers',
      symbol: 'H',
      unit: 'nats',
      help: 'Cross-entropy with the labels of those that are asked, then of the independent ones.'
    }),
    row('trial', coders, {
      name: codeProbes.rate,
      label: 'Rate',
      symbol: 'R',
      unit: 'bits',
      help: 'KL[q(z|x) ‖ p(z)] of each coder, mean over held-out images: never below the information its code carries.'
    }),
    row('trial', coders, {
      name: codeProbes.divergence,
      label: 'Divergence of answers',
      symbol: 'Div',
      unit: 'nats',
      help: 'Between the answers to held-out images and to their reconstructions, over the queries as weighted.'
    }),
    row('trial', coders, {
      name: codeProbes.pixelLoss,
      label: 'Pixel loss',
      symbol: 'D',
      unit: 'nats',
      help: 'Summed over the pixels of an image, mean over held-out images.'
    }),
    row('trial', coders * classes, {
      name: codeProbes.accuracy,
      label: 'Accuracy on reconstructions',
      symbol: '',
      unit: '',
      help: 'Share of reconstructions that the classifier of each factor answers as labelled.'
    }),
    row('trial', coders * classes, {
      name: codeProbes.accuracyOther,
      label: 'Accuracy by an independent classifier',
      symbol: '',
      unit: '',
      help: 'The same by a classifier no code has learned from: how much of the accuracy is the particular classifier’s.'
    }),
    row('trial', 2 * classes, {
      name: codeProbes.classifierAccuracy,
      label: 'Accuracy on images',
      symbol: '',
      unit: '',
      help: 'Share of held-out images answered as labelled: by the classifiers that are asked, then by the independent ones.'
    }),
    row('trial', coders + 1, {
      name: codeProbes.meanSquaredError,
      label: 'Mean squared error',
      symbol: 'MSE',
      unit: '',
      help: 'Per pixel, of each coder; last of the best constant image, the mean of the held-out ones.'
    }),
    row('trial', coders * latents, {
      name: codeProbes.latentRate,
      label: 'Rate of each latent',
      symbol: 'Rₖ',
      unit: 'bits',
      help: 'What each dimension of the code costs.'
    }),
    row('trial', coders * values, {
      name: codeProbes.factorR2,
      label: 'Numbers kept in the code',
      symbol: 'R²',
      unit: '',
      signed: true,
      help: 'Share of the variance of each factor that least squares from [z, z²] explains, on other images than it was fitted to.'
    }),
    row('trial', coders * classes, {
      name: codeProbes.neighbours,
      label: 'Classes kept in the code',
      symbol: '',
      unit: '',
      help: 'Share right of the vote of the 7 nearest codes of other images.'
    }),
    image((coders + 1) * pairCount, pixels, {
      name: codeProbes.pairs,
      label: 'Images and reconstructions',
      symbol: 'r(z)',
      unit: '',
      help: 'Held-out images, then what each coder makes of them.'
    }),
    image(mapPoints, 2 + classes + values, {
      name: codeProbes.latentMap,
      label: 'Map of codes',
      symbol: 'z',
      unit: '',
      signed: true,
      help: 'Codes of held-out images on their first two principal components, and their factors.'
    }),
    image(latents * traversalSteps, pixels, {
      name: codeProbes.traversals,
      label: 'Traversals',
      symbol: 'r(z)',
      unit: '',
      help: 'Decoded: one latent from −2 to 2, the others 0.'
    }),
    image(planeSide * planeSide, pixels, {
      name: codeProbes.plane,
      label: 'Decoded plane',
      symbol: 'r(z)',
      unit: '',
      help: 'Decoded on a grid over the first two principal components of the codes.'
    }),
    image(2, 2, {
      name: codeProbes.planeSpan,
      label: 'Span of the plane',
      symbol: '',
      unit: '',
      signed: true,
      help: 'Lowest and highest place of the grid along both components.'
    })
  ];
  return list.filter(({ width }) => width > 0);
}
