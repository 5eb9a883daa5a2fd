/**
 * The training steps of variational autoencoders that `engram bench codes` measures, written with the operations the models use:
 *
 *   pixels   784-256-(16+16), 16-256-784; Bernoulli loss of the pixels + beta KL, Adam
 *   actions  144-128-(8+8), 8-128-144; KL between a frozen classifier's (144-128-4) answers to image and reconstruction + beta KL
 */
import type { Block, Compute } from '../../compute/compute';
import { type Activation, type DenseCall, denseParameters } from '../../compute/feedForward';
import type { Random } from '../../models/random';

export type StepKind = 'pixels' | 'actions';

const batch = 64;
const sizes = {
  pixels: { pixels: 784, hidden: 256, latents: 16 },
  actions: { pixels: 144, hidden: 128, latents: 8 }
} as const;
const answers = 4;

export interface CodeStep {
  /** One step with fresh noise from the generator it was made with. */
  step(): Promise<void>;
  /** Mean loss of the last step over the batch. */
  loss(): Promise<number>;
}

interface Network {
  layers: DenseCall[];
  /** dE/dy of each layer. */
  signals: Block[];
  parameters: Block;
  gradient: Block;
  moments: [Block, Block];
}

export function codeStep(compute: Compute, kind: StepKind, random: Random): CodeStep {
  const { hidden, latents, pixels } = sizes[kind];
  const block = (label: string, length: number, value?: () => number): Block => {
    const made = compute.alloc(length, label);
    if (value) compute.write(made, Float32Array.from({ length }, value));
    return made;
  };
  const weights = random.fork('weights');

  function network(x: Block, widths: readonly number[], activations: readonly Activation[]): Network {
    const layers: DenseCall[] = [];
    const length = activations.reduce((sum, _, l) => sum + denseParameters(widths[l], widths[l + 1]), 0);
    const values = new Float32Array(length);
    const parameters = block('parameters', length);
    let from = 0;
    activations.forEach((activation, l) => {
      const [inputs, outputs] = [widths[l], widths[l + 1]];
      for (let i = 0; i < inputs * outputs; i++) values[from + i] = weights.normal() / Math.sqrt(inputs);
      const y = block('y', batch * outputs);
      layers.push({ batch, inputs, outputs, activation, parameters, from, x: layers.at(-1)?.y ?? x, y });
      from += denseParameters(inputs, outputs);
    });
    compute.write(parameters, values);
    return {
      layers,
      signals: layers.map(({ outputs }) => block('signal', batch * outputs)),
      parameters,
      gradient: block('gradient', length),
      moments: [block('m', length), block('v', length)]
    };
  }

  const image = block('image', batch * pixels, () => (weights.uniform() < 0.3 ? weights.uniform() : 0));
  const code = block('code', batch * latents);
  const encoder = network(image, [pixels, hidden, 2 * latents], ['relu', 'linear']);
  const decoder = network(code, [latents, hidden, pixels], ['relu', 'sigmoid']);
  const reconstruction = decoder.layers[1].y;
  const judge = (x: Block): Network => network(x, [pixels, hidden, answers], ['relu', 'linear']);
  const wanted = kind === 'actions' ? judge(image) : undefined;
  const given = wanted && judge(reconstruction);
  if (given && wanted) {
    given.layers.forEach((layer) => {
      layer.parameters = wanted.parameters;
    });
  }
  const codeSignal = block('code signal', batch * latents);
  const noise = block('noise', batch * latents);
  const drawn = new Float32Array(batch * latents);
  const rate = block('rate', latents);
  const loss = block('loss', batch);
  const statistics = encoder.layers[1].y;

  async function forward({ layers }: Network): Promise<void> {
    for (const layer of layers) await compute.dense(layer);
  }

  async function backward(
    { gradient, layers, signals }: Network,
    frozen: boolean,
    below?: Block
  ): Promise<void> {
    for (let l = layers.length - 1; l >= 0; l--) {
      const inputSignal = l > 0 ? signals[l - 1] : below;
      // The signal of the Bernoulli loss is that of the logits.
      const logits = kind === 'pixels' && layers[l].activation === 'sigmoid';
      await compute.denseBackward({
        ...layers[l],
        ...(logits && { activation: 'linear' }),
        signal: signals[l],
        ...(!frozen && { gradient }),
        ...(inputSignal && { inputSignal })
      });
    }
  }

  let steps = 0;
  async function learn({ gradient, moments, parameters }: Network): Promise<void> {
    await compute.adam({
      weights: parameters,
      gradient,
      firstMoment: moments[0],
      secondMoment: moments[1],
      rate: 1e-3,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      step: steps
    });
  }

  return {
    async step() {
      steps++;
      for (let i = 0; i < drawn.length; i++) drawn[i] = random.normal();
      compute.write(noise, drawn);
      await forward(encoder);
      await compute.code({ batch, latents, statistics, noise, code, rate });
      await forward(decoder);
      const signal = decoder.signals[1];
      if (given && wanted) {
        await forward(wanted);
        await forward(given);
        const [logits, target] = [given.layers[1].y, wanted.layers[1].y];
        const answer = { logits, target, loss, signal: given.signals[1] };
        await compute.answerLoss({ kind: 'forward', batch, classes: answers, ...answer, scale: 1 / batch });
        await backward(given, true, signal);
      } else {
        const target = { image: reconstruction, target: image, loss, signal };
        await compute.imageLoss({ kind: 'bernoulli', batch, pixels, ...target, scale: 1 / batch });
      }
      await backward(decoder, false, codeSignal);
      await compute.codeBackward({
        batch,
        latents,
        statistics,
        noise,
        signal: codeSignal,
        rateWeight: 1 / batch,
        statisticsSignal: encoder.signals[1]
      });
      await backward(encoder, false);
      await learn(encoder);
      await learn(decoder);
    },
    async loss() {
      return (await compute.reduce('mean', loss)) + (await compute.reduce('sum', rate));
    }
  };
}
