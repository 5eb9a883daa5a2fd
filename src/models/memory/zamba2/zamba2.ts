/**
 * The Zamba2 network (Glorioso et al. 2024, arXiv 2411.15242): Mamba2 blocks, before some of which a shared attention block reads the
 * residual stream beside the embeddings:
 *
 *   R = x0 = E[tokens];   R <- R + Mamba2( rms(R + t) ) layer by layer, t of the shared block or 0;   logits = rms(R) E^T
 *
 * What surprises: t is never added to R itself; it reaches the stream through the Mamba2 block alone.
 */
import type { SoftmaxState } from '../attention/softmax';
import { type Mamba2Pass, type Mamba2State, mamba2, mamba2Backward, mamba2Start } from '../mamba2/mamba2';
import { rmsNorm, rmsNormBackward } from '../norms';
import { addScaled, dot, MemoryError, type Rows, rowAt, sumOf, zeroRows } from '../rows';
import { project } from '../weights';
import { cacheStart } from './attention';
import { checkZamba2, type Zamba2Settings } from './settings';
import { type SharedPass, sharedBackward, sharedBlock } from './shared';
import type { Zamba2Weights } from './weights';

export interface Zamba2State {
  /** Of each layer, of constant size. */
  layers: Mamba2State[];
  /** Of each invocation; each grows by 4 d numbers a token. */
  caches: SoftmaxState[];
}

/** Throws MemoryError for settings that make no network. */
export function zamba2Start(settings: Zamba2Settings): Zamba2State {
  checkZamba2(settings);
  return {
    layers: Array.from({ length: settings.layers }, () => mamba2Start(settings.mamba)),
    caches: settings.hybrids.map(() => cacheStart(settings))
  };
}

interface LayerPass {
  /** Where a shared block stands before the layer. */
  shared: SharedPass | undefined;
  /** R + t. */
  read: Rows;
  mamba: Mamba2Pass;
}

/** What was read and made of it: all that the gradient needs. */
export interface Zamba2Pass {
  tokens: ArrayLike<number>;
  layers: LayerPass[];
  /** R at the end. */
  residual: Rows;
  normed: Rows;
  /** [T, vocabulary]. */
  logits: Rows;
}

/** Any number of further tokens, from `state` on, which is moved. Throws MemoryError for tokens outside the vocabulary. */
export function zamba2(
  weights: Zamba2Weights,
  settings: Zamba2Settings,
  state: Zamba2State,
  tokens: ArrayLike<number>
): Zamba2Pass {
  const x0 = embedded(weights.embedding, tokens);
  let residual = x0;
  const layers = weights.layers.map((layer, i): LayerPass => {
    const c = settings.hybrids.indexOf(i);
    const shared =
      c < 0
        ? undefined
        : sharedBlock(
            weights.blocks[c % settings.blocks],
            weights.invocations[c],
            settings,
            state.caches[c],
            residual,
            x0
          );
    const read = shared ? sumOf(residual, shared.out) : residual;
    const mamba = mamba2(layer.mamba, settings.mamba, state.layers[i], rmsNorm(read, layer.norm));
    residual = sumOf(residual, mamba.out);
    return { shared, read, mamba };
  });
  const normed = rmsNorm(residual, weights.norm);
  const logits = zeroRows(normed.rows, weights.embedding.rows);
  for (let t = 0; t < logits.rows; t++)
    for (let v = 0; v < logits.columns; v++)
      rowAt(logits, t)[v] = dot(rowAt(normed, t), rowAt(weights.embedding, v));
  return { tokens, layers, residual, normed, logits };
}

function embedded(embedding: Rows, tokens: ArrayLike<number>): Rows {
  const x0 = zeroRows(tokens.length, embedding.columns);
  for (let t = 0; t < tokens.length; t++) {
    const token = tokens[t];
    if (!(Number.isInteger(token) && token >= 0 && token < embedding.rows))
      throw new MemoryError(
        `Token ${t + 1} is ${token}; expected a whole number from 0 to ${embedding.rows - 1}, the vocabulary.`
      );
    rowAt(x0, t).set(rowAt(embedding, token));
  }
  return x0;
}

/** From dE/d(logits): adds to the gradients of all weights, those of a shared block over its invocations. */
export function zamba2Backward(
  weights: Zamba2Weights,
  settings: Zamba2Settings,
  { layers, logits, normed, residual, tokens }: Zamba2Pass,
  logitGradient: Rows,
  to: Zamba2Weights
): void {
  for (let t = 0; t < logits.rows; t++)
    for (let v = 0; v < logits.columns; v++)
      addScaled(rowAt(to.embedding, v), rowAt(logitGradient, t)[v], rowAt(normed, t));
  const onNormed = project(logitGradient, weights.embedding);
  let onResidual = rmsNormBackward(residual, weights.norm, onNormed, to.norm);
  const onX0 = zeroRows(residual.rows, residual.columns);
  for (let i = layers.length - 1; i >= 0; i--) {
    const { mamba, read, shared } = layers[i];
    const onU = mamba2Backward(
      weights.layers[i].mamba,
      settings.mamba,
      mamba,
      onResidual,
      to.layers[i].mamba
    );
    const onRead = rmsNormBackward(read, weights.layers[i].norm, onU, to.layers[i].norm);
    onResidual = sumOf(onResidual, onRead);
    if (!shared) continue;
    const c = settings.hybrids.indexOf(i);
    const b = c % settings.blocks;
    const on = sharedBackward(
      weights.blocks[b],
      weights.invocations[c],
      settings,
      shared,
      onRead,
      to.blocks[b],
      to.invocations[c]
    );
    onResidual = sumOf(onResidual, on.residual);
    addScaled(onX0.data, 1, on.x0.data);
  }
  addScaled(onX0.data, 1, onResidual.data);
  for (let t = 0; t < tokens.length; t++) addScaled(rowAt(to.embedding, tokens[t]), 1, rowAt(onX0, t));
}
