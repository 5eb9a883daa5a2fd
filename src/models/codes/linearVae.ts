/**
 * A linear autoencoder on Gaussian data, whose optimum is known: x ~ N(0, diag(lambda)), linear encoder and decoder, loss
 * |x - r|^2 / 2 + beta KL. It is reverse water-filling: D_i = min(beta, lambda_i), R = sum ln(lambda_i / D_i) / 2, so a latent is used
 * exactly where lambda_i > beta. What surprises: no sampling is needed. The loss is quadratic in x and in the noise, so a design with
 * their covariances gives its expectation exactly, and training is deterministic.
 */
import type { Compute } from '../../compute/compute';
import { Random } from '../random';
import { Network, Pass } from './network';

export interface LinearCode {
  /** Expected |x - r|^2, summed over dimensions. */
  distortion: number;
  /** Nats. */
  rate: number;
  /** Latents that cost more than .01 nats. */
  active: number;
}

/**
 * Trains with Adam on the operations a coder uses, its rate falling to nothing over `steps`. `eigenvalues` [n]: n data dimensions
 * and as many latents.
 */
export async function trainLinearVae(
  compute: Compute,
  eigenvalues: readonly number[],
  beta: number,
  steps = 4000
): Promise<LinearCode> {
  const n = eigenvalues.length;
  const batch = 4 * n * n;
  const image = { channels: n, rows: 1, columns: 1 };
  const random = new Random(1);
  const encoder = new Network(
    compute,
    image,
    [{ kind: 'dense', outputs: 2 * n, activation: 'linear', gain: 0.3 }],
    random.fork('encoder'),
    'encoder'
  );
  const decoder = new Network(
    compute,
    image,
    [{ kind: 'dense', outputs: n, activation: 'linear', gain: 0.3 }],
    random.fork('decoder'),
    'decoder'
  );
  const [encode, decode] = [new Pass(compute, encoder, batch), new Pass(compute, decoder, batch)];
  const block = (length: number, label: string) => compute.alloc(length, label);
  const x = block(batch * n, 'x');
  const noise = block(batch * n, 'noise');
  const { data, draws } = design(eigenvalues);
  compute.write(x, data);
  compute.write(noise, draws);
  const code = block(batch * n, 'code');
  const codeSignal = block(batch * n, 'code signal');
  const rate = block(n, 'rate');
  const loss = block(batch, 'loss');
  const forward = async () => {
    const statistics = await encode.forward(x, batch);
    await compute.code({ batch, latents: n, statistics, noise, code, rate });
    const reconstruction = await decode.forward(code, batch);
    const written = { loss, signal: decode.signal, scale: 1 / batch };
    await compute.imageLoss({
      kind: 'squared',
      batch,
      pixels: n,
      image: reconstruction,
      target: x,
      ...written
    });
    return statistics;
  };
  for (let step = 0; step < steps; step++) {
    const statistics = await forward();
    await decode.backward({ learn: true, inputSignal: codeSignal });
    await compute.codeBackward({
      batch,
      latents: n,
      statistics,
      noise,
      signal: codeSignal,
      rateWeight: beta / batch,
      statisticsSignal: encode.signal
    });
    await encode.backward({ learn: true });
    const constants = { rate: 0.02 * (1 - step / steps), beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    await encoder.learn(constants);
    await decoder.learn(constants);
  }
  await forward();
  const [rates, losses] = [await compute.read(rate), await compute.read(loss)];
  const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0);
  for (const part of [encode, decode, encoder, decoder]) part.dispose();
  for (const own of [x, noise, code, codeSignal, rate, loss]) compute.free(own);
  return {
    distortion: (2 * total(losses)) / batch,
    rate: total(rates),
    active: Array.from(rates).filter((own) => own > 0.01).length
  };
}

/** [2n 2n, n] data and draws of mean 0 and covariances diag(lambda) and 1, each draw with each datum. */
function design(eigenvalues: readonly number[]): { data: Float64Array; draws: Float64Array } {
  const n = eigenvalues.length;
  const data = new Float64Array(4 * n * n * n);
  const draws = new Float64Array(4 * n * n * n);
  for (let a = 0; a < 2 * n; a++)
    for (let b = 0; b < 2 * n; b++) {
      const row = (a * 2 * n + b) * n;
      const [i, k] = [a >> 1, b >> 1];
      data[row + i] = (a % 2 === 0 ? 1 : -1) * Math.sqrt(n * eigenvalues[i]);
      draws[row + k] = (b % 2 === 0 ? 1 : -1) * Math.sqrt(n);
    }
  return { data, draws };
}
