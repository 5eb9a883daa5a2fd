/**
 * The networks of a coder and of the classifiers that answer queries. The convolutional classifier is the paper's (De Llanza Varona
 * et al. 2024, App. A); its decoder is not described there, so the convolutional one here mirrors the encoder, each enlargement by
 * repetition (Odena et al. 2016). The MLPs are those of small images.
 */
import { listOf, SettingError, type Settings } from '../settings';
import type { ImageShape } from '../stream';
import { type LayerPlan, pixelsOf } from './network';

/** Filters of the convolutional encoder; each but the first halves the sides. */
const filters = [16, 32, 64] as const;
const halvings = 4;

/** Widths of the hidden layers, from the image to the code. */
export function hiddenWidths(settings: Settings): number[] {
  return listOf(settings.hidden ?? '').map(Number);
}

const dense = (outputs: number): LayerPlan => ({ kind: 'dense', outputs, activation: 'relu' });

/** From an image to means and log variances of the code. */
export function encoderPlan(settings: Settings, images: ImageShape): LayerPlan[] {
  const statistics: LayerPlan = {
    kind: 'dense',
    outputs: 2 * Number(settings.latents),
    activation: 'linear',
    gain: 0.1
  };
  if (settings.coder !== 'cnn') return [...hiddenWidths(settings).map(dense), statistics];
  checkSides(images);
  return [
    ...filters.map(
      (count, k): LayerPlan => ({
        kind: 'convolve',
        filters: count,
        kernel: 3,
        stride: k === 0 ? 1 : 2,
        padding: 1,
        activation: 'relu'
      })
    ),
    ...hiddenWidths(settings).map(dense),
    statistics
  ];
}

/** From a code to an image, every pixel in (0, 1). */
export function decoderPlan(settings: Settings, images: ImageShape): LayerPlan[] {
  const widths = hiddenWidths(settings).reverse().map(dense);
  if (settings.coder !== 'cnn') {
    return [...widths, { kind: 'dense', outputs: pixelsOf(images), activation: 'sigmoid', gain: 0.3 }];
  }
  const small = {
    channels: filters[2],
    rows: images.rows / halvings,
    columns: images.columns / halvings
  };
  const convolve = (count: number): LayerPlan => ({
    kind: 'convolve',
    filters: count,
    kernel: 3,
    stride: 1,
    padding: 1,
    enlarge: 2,
    activation: 'relu'
  });
  return [
    ...widths,
    dense(pixelsOf(small)),
    { kind: 'reshape', to: small },
    convolve(filters[1]),
    convolve(filters[0]),
    {
      kind: 'convolve',
      filters: images.channels,
      kernel: 3,
      stride: 1,
      padding: 1,
      activation: 'sigmoid',
      gain: 0.3
    }
  ];
}

/** From an image to the logits of `classes` answers. */
export function classifierPlan(settings: Settings, classes: number): LayerPlan[] {
  const answers: LayerPlan = { kind: 'dense', outputs: classes, activation: 'linear' };
  if (settings.classifier !== 'cnn') return [dense(Number(settings.classifierUnits)), answers];
  const block = (count: number, stride: number): LayerPlan[] => [
    { kind: 'convolve', filters: count, kernel: 3, stride, padding: 1, activation: 'linear' },
    { kind: 'batchNorm', activation: 'relu' }
  ];
  return [
    ...block(16, 1),
    { kind: 'maxPool', kernel: 2, stride: 2 },
    ...block(32, 1),
    { kind: 'maxPool', kernel: 2, stride: 1 },
    ...block(64, 2),
    dense(512),
    { kind: 'dropout', share: 0.2 },
    dense(128),
    answers
  ];
}

function checkSides({ columns, rows }: ImageShape): void {
  if (rows % halvings === 0 && columns % halvings === 0) return;
  throw new SettingError(
    `The convolutional coder halves an image twice, so its sides must be multiples of ${halvings}; these are ${rows} x ${columns}. Choose the coder mlp, or images of another size.`
  );
}
