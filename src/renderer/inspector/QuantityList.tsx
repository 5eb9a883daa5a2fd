import { Index, type JSX } from 'solid-js';
import { QuantityRow } from './QuantityRow';
import type { Quantity } from './reading';

/** Quantities of one neuron or synapse over the same stretch of ticks. */
export function QuantityList(props: {
  quantities: readonly Quantity[];
  window: { from: number; to: number; tick: number };
}): JSX.Element {
  return (
    <div class="quantity-list">
      <Index each={props.quantities}>
        {(quantity) => (
          <QuantityRow
            quantity={quantity()}
            from={props.window.from}
            to={props.window.to}
            tick={props.window.tick}
          />
        )}
      </Index>
    </div>
  );
}
