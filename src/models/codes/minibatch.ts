/**
 * Minibatches as they are assembled from a stream: what has arrived, and some of what is remembered. The reservoir holds every image
 * seen so far with the same chance (Vitter 1985, algorithm R).
 */
import type { Block, Compute } from '../../compute/compute';
import type { ModelSnapshot } from '../model';
import type { Random } from '../random';
import type { Settings } from '../settings';
import type { Trial } from '../stream';
import { arrayIn, keepRandom, numberIn, restoreRandom } from '../training/snapshots';

export interface MinibatchSizes {
  pixels: number;
  /** Columns of the target. */
  factors: number;
  /** Images that arrive in one tick. */
  arrivals: number;
  reservoir: number;
  replay: number;
}

export class Minibatch {
  /** Images at most. */
  readonly most: number;
  /** [most, pixels] on the backend. */
  readonly images: Block;
  /** [most, factors]. */
  readonly targets: Float64Array;
  /** Images in the minibatch now. */
  count = 0;
  private readonly compute: Compute;
  private readonly sizes: MinibatchSizes;
  private readonly pixels: Float32Array;
  /** [reservoir, pixels + factors]. */
  private readonly memory: Float64Array;
  private seen = 0;
  private readonly random: Random;

  constructor(compute: Compute, sizes: MinibatchSizes, random: Random) {
    const { arrivals, factors, pixels, replay, reservoir } = sizes;
    this.compute = compute;
    this.sizes = sizes;
    this.random = random;
    this.most = arrivals + (reservoir > 0 ? replay : 0);
    this.images = compute.alloc(this.most * pixels, 'minibatch');
    this.pixels = new Float32Array(this.most * pixels);
    this.targets = new Float64Array(this.most * factors);
    this.memory = new Float64Array(reservoir * (pixels + factors));
  }

  /** Image `t` of each trial, and what is replayed. */
  assemble(trials: readonly Trial[], t: number): void {
    const { factors, pixels, replay, reservoir } = this.sizes;
    this.count = 0;
    for (const { target, x } of trials) this.add(x, t * pixels, target, t * factors);
    const arrived = this.count;
    const held = Math.min(this.seen, reservoir);
    const width = pixels + factors;
    if (held > 0)
      for (let k = 0; k < replay; k++) {
        const at = this.random.below(held) * width;
        this.add(this.memory, at, this.memory, at + pixels);
      }
    for (let k = 0; k < (reservoir > 0 ? arrived : 0); k++) this.remember(k);
    this.compute.write(this.images, this.pixels.subarray(0, this.count * pixels));
  }

  snapshot({ arrays, numbers }: ModelSnapshot): void {
    numbers['reservoir.seen'] = this.seen;
    keepRandom(numbers, 'reservoir', this.random);
    arrays['reservoir.memory'] = this.memory.slice();
  }

  restore({ arrays, numbers }: ModelSnapshot): void {
    this.seen = numberIn(numbers, 'reservoir.seen');
    restoreRandom(numbers, 'reservoir', this.random);
    this.memory.set(arrayIn(arrays, 'reservoir.memory', this.memory.length));
  }

  dispose(): void {
    this.compute.free(this.images);
  }

  /** Copied in loops: of so many short stretches, views would cost more than what they show. */
  private add(images: Float64Array, image: number, targets: Float64Array, target: number): void {
    const { factors, pixels } = this.sizes;
    const own = this.pixels;
    for (let p = 0, to = this.count * pixels; p < pixels; p++) own[to + p] = images[image + p];
    for (let f = 0, to = this.count * factors; f < factors; f++) this.targets[to + f] = targets[target + f];
    this.count++;
  }

  /** Image `k` of the minibatch, which has just arrived. */
  private remember(k: number): void {
    const { factors, pixels, reservoir } = this.sizes;
    this.seen++;
    const slot = this.seen <= reservoir ? this.seen - 1 : this.random.below(this.seen);
    if (slot >= reservoir) return;
    const at = slot * (pixels + factors);
    this.memory.set(this.pixels.subarray(k * pixels, (k + 1) * pixels), at);
    this.memory.set(this.targets.subarray(k * factors, (k + 1) * factors), at + pixels);
  }
}

/** Images of a minibatch at most, of the model's settings. */
export function minibatchSize({ batch, replay, reservoir }: Settings): number {
  return Number(batch) + (Number(reservoir) > 0 ? Number(replay) : 0);
}
