/** The Gaussian code of an autoencoder, and losses of reconstructions and answers. */
import { logVarianceRange } from '../../feedForward';
import { define } from './define';

const [least, most] = logVarianceRange.map((bound) => bound.toFixed(1));

/** Declares `logVariance`, of latent `k` of example `b`, within its range. */
const logVariance = (b: string, k: string): string => `
      const logVariance = Math.max(${least}, Math.min(${most}, statistics[(2 * ${b} + 1) * latents + ${k}]));`;

/** Declares `${name}Rest`: ln softmax of example `b` is its logits less that. */
const normaliser = (logits: string, b: string, name: string, loops: readonly [string, string]): string => `
      let ${name}Top = ${logits}[${b} * classes];
      for (let ${loops[0]} = 0; ${loops[0]} < classes; ${loops[0]}++) {
        ${name}Top = Math.max(${name}Top, ${logits}[${b} * classes + ${loops[0]}]);
      }
      let ${name}Sum = 0.0;
      for (let ${loops[1]} = 0; ${loops[1]} < classes; ${loops[1]}++) {
        ${name}Sum += Math.exp(${logits}[${b} * classes + ${loops[1]}] - ${name}Top);
      }
      const ${name}Rest = ${name}Top + Math.log(${name}Sum);`;

/** Declares `pRest` and `qRest`, what ln p and ln q are less than the logits and the target of example `b`. */
const bothRests = (b: string): string =>
  normaliser('logits', b, 'p', ['i', 'j']) + normaliser('target', b, 'q', ['m', 'n']);

/** Kinds are 0 forward, 1 reverse, 2 label. */
const answers = { logits: 'block', target: 'block', classes: 'integer', kind: 'integer' } as const;

export const losses = {
  /** [latents, batch]: mean + exp(logVariance / 2) noise. */
  drawCode: define({
    takes: { statistics: 'block', noise: 'block', latents: 'integer' },
    body: `${logVariance('this.thread.y', 'this.thread.x')}
      return statistics[2 * this.thread.y * latents + this.thread.x]
        + Math.exp(0.5 * logVariance) * noise[this.thread.y * latents + this.thread.x];`
  }),

  /** [latents]: the rate of each latent, averaged over the batch. Near 0, where exp(v) - 1 - v cancels, by its series. */
  codeRate: define({
    takes: { statistics: 'block', latents: 'integer', batch: 'integer' },
    body: `
      let sum = 0.0;
      let v = 0.0;
      let excess = 0.0;
      for (let b = 0; b < batch; b++) {
        v = Math.max(${least}, Math.min(${most}, statistics[(2 * b + 1) * latents + this.thread.x]));
        excess = Math.exp(v) - 1.0 - v;
        if (Math.abs(v) < 0.1) {
          excess = 0.5 * v * v * (1.0 + v / 3.0 * (1.0 + 0.25 * v * (1.0 + 0.2 * v)));
        }
        sum += statistics[2 * b * latents + this.thread.x] * statistics[2 * b * latents + this.thread.x] + excess;
      }
      return 0.5 * sum / batch;`
  }),

  /** [latents, 2, batch]: signals of means and of log variances. */
  codeBack: define({
    takes: { statistics: 'block', noise: 'block', signal: 'block', latents: 'integer', weight: 'real' },
    body: `${logVariance('this.thread.z', 'this.thread.x')}
      const s = signal[this.thread.z * latents + this.thread.x];
      if (this.thread.y === 0) {
        return s + weight * statistics[2 * this.thread.z * latents + this.thread.x];
      }
      const given = statistics[(2 * this.thread.z + 1) * latents + this.thread.x];
      if (given < ${least} || given > ${most}) {
        return 0.0;
      }
      return 0.5 * (s * noise[this.thread.z * latents + this.thread.x] * Math.exp(0.5 * logVariance)
        + weight * (Math.exp(logVariance) - 1.0));`
  }),

  /** [batch]: what each reconstruction loses; `squared` is 0 for bernoulli. */
  imageLoss: define({
    takes: { image: 'block', target: 'block', pixels: 'integer', squared: 'integer' },
    body: `
      let sum = 0.0;
      let y = 0.0;
      let x = 0.0;
      for (let p = 0; p < pixels; p++) {
        y = image[this.thread.x * pixels + p];
        x = target[this.thread.x * pixels + p];
        if (squared > 0) {
          sum += 0.5 * (y - x) * (y - x);
        }
        if (squared < 1) {
          sum -= x * Math.log(Math.min(1.0, Math.max(0.0000001, y)))
            + (1.0 - x) * Math.log(Math.min(1.0, Math.max(0.0000001, 1.0 - y)));
        }
      }
      return sum;`
  }),

  /** [length]: scale (image - target). */
  imageSignal: define({
    takes: { image: 'block', target: 'block', scale: 'real' },
    body: 'return scale * (image[this.thread.x] - target[this.thread.x]);'
  }),

  /** [batch]: how far each answer is from its target. */
  answerLoss: define({
    takes: answers,
    body: `${bothRests('this.thread.x')}
      let loss = 0.0;
      let logP = 0.0;
      let logQ = 0.0;
      for (let r = 0; r < classes; r++) {
        logP = logits[this.thread.x * classes + r] - pRest;
        logQ = target[this.thread.x * classes + r] - qRest;
        if (kind === 0) {
          loss += Math.exp(logQ) * (logQ - logP);
        }
        if (kind === 1) {
          loss += Math.exp(logP) * (logP - logQ);
        }
        if (kind === 2) {
          loss -= target[this.thread.x * classes + r] * logP;
        }
      }
      return loss;`
  }),

  /**
   * [classes, batch]: dE/dlogits. For the reverse loss p_k (u_k - sum_j p_j u_j), u = logits - target, as a sum of differences
   * p_j (u_k - u_j), which keeps what is left where one p is close to 1.
   */
  answerSignal: define({
    takes: { ...answers, scale: 'real' },
    body: `${bothRests('this.thread.y')}
      const p = Math.exp(logits[this.thread.y * classes + this.thread.x] - pRest);
      const q = Math.exp(target[this.thread.y * classes + this.thread.x] - qRest);
      if (kind === 0) {
        return scale * (p - q);
      }
      if (kind === 2) {
        return scale * (p - target[this.thread.y * classes + this.thread.x]);
      }
      let apart = 0.0;
      for (let r = 0; r < classes; r++) {
        apart += Math.exp(logits[this.thread.y * classes + r] - pRest)
          * ((logits[this.thread.y * classes + this.thread.x] - target[this.thread.y * classes + this.thread.x])
            - (logits[this.thread.y * classes + r] - target[this.thread.y * classes + r]));
      }
      return scale * p * apart;`
  })
};
