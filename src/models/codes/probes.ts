/**
 * What can be seen of codes that learn from one stream of images, by name. C coders: the one the settings describe, then those set
 * beside it; F factors of the stream that have classes, V that are numbers; K latents; pixels = channels rows columns. All are
 * measured on the same held-out images, which no coder learns from.
 */
export const codeProbes = {
  // Every tick: one minibatch.
  /** [C] rate of the minibatch, bits; NaN while the classifiers are still learning. */
  minibatchRate: 'minibatchRate',
  /** [C] what the coder minimises besides the rate, nats per image: pixels lost, or divergence between answers. */
  minibatchDistortion: 'minibatchDistortion',
  /** [2 F] cross-entropy of the classifiers that queries ask, then of the independent ones, nats; NaN once they are frozen. */
  classifierLoss: 'classifierLoss',
  // Every trial, on held-out images.
  /** [C] rate, bits. */
  rate: 'rate',
  /** [C] divergence between the answers to image and reconstruction, over the query's factors as weighted, nats. */
  divergence: 'divergence',
  /** [C] pixel loss of the reconstruction (the vanilla distortion), nats. */
  pixelLoss: 'pixelLoss',
  /** [C, F] share of reconstructions the asked classifier of each factor answers rightly. */
  accuracy: 'accuracy',
  /** [C, F] the same, by a classifier trained independently. */
  accuracyOther: 'accuracyOther',
  /** [2 F] share of the images themselves the classifiers answer rightly: those asked, then the independent ones. */
  classifierAccuracy: 'classifierAccuracy',
  /** [C + 1] mean squared error per pixel; last, that of the best constant image. */
  meanSquaredError: 'meanSquaredError',
  /** [C, K] rate of each latent, bits. */
  latentRate: 'latentRate',
  /** [C, V] R^2 of each factor that is a number, by least squares from [z, z^2] on other images; below 0 it is worse than the mean. */
  factorR2: 'factorR2',
  /** [C, F] share right of the 7 nearest codes of other images. */
  neighbours: 'neighbours',
  // Images.
  /** [(C + 1), 12, pixels] as (C + 1) * 12 rows of pixels: held-out images, then the reconstruction by each coder. */
  pairs: 'pairs',
  /** [400, 2 + F + V] of held-out images, by the first coder: place on the two first principal components of the codes, and all factors. */
  latentMap: 'latentMap',
  /** [K, 9] as K * 9 rows of pixels: decoded, one latent at -2 .. 2, the others at 0; the first coder. */
  traversals: 'traversals',
  /** [15, 15] as 225 rows of pixels: decoded on a grid over the plane of `latentMap`, top row first; the first coder. */
  plane: 'plane',
  /** [2, 2] of that plane: lowest and highest x, lowest and highest y. */
  planeSpan: 'planeSpan'
} as const;

/** Held-out images shown beside their reconstructions, and points of the latent map. */
export const pairCount = 12;
export const mapPoints = 400;
/** Values a latent takes in a traversal: from -2 to 2. */
export const traversalSteps = 9;
/** Images along a side of the decoded plane. */
export const planeSide = 15;
