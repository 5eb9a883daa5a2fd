/**
 * How errors reach the layers. Every matrix lies as the weights it stands in for: `heard` [outputs, n_l] in the place of O^l,
 * `down` [n_l, n_{l-1}] in the place of U^l, so that one product serves all kinds. What surprises: the adaptive matrices for U
 * have the whole shape of W, so that W's own gradient moves them; their columns for R and b are never read.
 *
 * Lillicrap et al. 2016 (random), Noekland 2016 (broadcast), Kolen & Pollack 1994 (adaptive).
 */
import type { Block } from '../../compute/compute';
import type { Random } from '../random';
import type { FeedbackKind } from './constants';
import type { Network } from './network';
import { isReadOut, type Stack, widthBelow } from '../stack/stack';

/** A matrix inside a block: its rows are `stride` floats apart. */
export interface Rows {
  block: Block;
  stride: number;
}

interface Matrices {
  heard: readonly (Block | undefined)[];
  down: readonly (Rows | undefined)[];
}

export class Feedback {
  kind: FeedbackKind = 'symmetric';
  private readonly network: Network;
  private readonly random: Random;
  private readonly scale: number;
  private readonly drawn = new Map<FeedbackKind, Matrices>();

  /** Matrices are drawn when first used, each from its own branch of `random`: when that is changes nothing. */
  constructor(network: Network, random: Random, scale: number) {
    this.network = network;
    this.random = random;
    this.scale = scale;
  }

  use(kind: FeedbackKind): void {
    this.kind = kind;
    if (kind !== 'symmetric' && !this.drawn.has(kind)) this.drawn.set(kind, this.draw(kind));
  }

  /** What carries the error to layer l, [outputs, n_l]; undefined where none does. */
  heard(l: number): Block | undefined {
    return (
      this.drawn.get(this.kind)?.heard[l] ??
      (this.kind === 'symmetric' ? this.network.readouts[l] : undefined)
    );
  }

  /** What carries the signal of layer l to the layer below, [n_l, n_{l-1}]; undefined for the lowest and where nothing is passed. */
  down(l: number): Rows | undefined {
    if (l === 0) return undefined;
    const { weights, fanIn } = this.network.layers[l];
    return this.kind === 'symmetric' ? { block: weights, stride: fanIn } : this.drawn.get(this.kind)?.down[l];
  }

  /** The matrices that learn, as long as there are any. */
  get adaptive(): Matrices | undefined {
    return this.drawn.get('adaptive');
  }

  /** Makes adaptive matrices, or drops them as before they were first used. */
  keepAdaptive(keep: boolean): void {
    const { adaptive } = this;
    if (keep && !adaptive) this.drawn.set('adaptive', this.draw('adaptive'));
    if (keep || !adaptive) return;
    this.free(adaptive);
    this.drawn.delete('adaptive');
  }

  /** Random and adaptive feedback begin alike. */
  private draw(kind: FeedbackKind): Matrices {
    const { compute, layers, stack } = this.network;
    const direct = kind === 'broadcast';
    const branch = direct ? 'broadcast' : 'feedback';
    const matrix = (name: string, rows: number, width: number, stride: number): Block => {
      const stream = this.random.fork(`${branch} ${name}`);
      const block = compute.alloc(rows * stride, `${kind} feedback ${name}`);
      const values = new Float64Array(rows * stride);
      const scale = this.scale / Math.sqrt(width);
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < width; j++) values[i * stride + j] = scale * stream.normal();
      compute.write(block, values);
      return block;
    };
    return {
      heard: layers.map(({ units }, l) =>
        direct || isReadOut(stack, l) ? matrix(`output ${l}`, stack.outputs, units, units) : undefined
      ),
      down: layers.map(({ units, below, fanIn }, l) => {
        if (direct || l === 0) return undefined;
        const stride = kind === 'adaptive' ? fanIn : below;
        return { block: matrix(`down ${l}`, units, below, stride), stride };
      })
    };
  }

  dispose(): void {
    for (const matrices of this.drawn.values()) this.free(matrices);
  }

  private free({ heard, down }: Matrices): void {
    for (const block of [...heard, ...down.map((rows) => rows?.block)]) {
      if (block) this.network.compute.free(block);
    }
  }

  static floats(stack: Stack, kind: FeedbackKind): number {
    if (kind === 'symmetric') return 0;
    return stack.layers.reduce((sum, { units }, l) => {
      const below = widthBelow(stack, l);
      const heard = kind === 'broadcast' || isReadOut(stack, l) ? stack.outputs * units : 0;
      const stride = kind === 'adaptive' ? below + units + 1 : below;
      return sum + heard + (kind === 'broadcast' || l === 0 ? 0 : units * stride);
    }, 0);
  }
}
