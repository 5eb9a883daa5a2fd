/** Which layer stands where in a network. */
import type { LayerKind, NetworkSizes } from './plan';

export interface LayerPlace {
  kind: LayerKind;
  /** Whether a shared block is read before it. */
  use: boolean;
}

/** From the lowest on. */
export function residualMixers(sizes: NetworkSizes): LayerPlace[] {
  const { layer, layers, sharedBlocks, sharedEvery, windowEvery } = sizes;
  return Array.from({ length: layers }, (_, l) =>
    layer === 'zamba2'
      ? { kind: layer, use: sharedBlocks > 0 && (l + 1) % sharedEvery === 0 }
      : { kind: windowEvery > 0 && l % windowEvery === 0 ? 'window' : layer, use: false }
  );
}
