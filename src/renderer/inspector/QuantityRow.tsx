import { type JSX, Show } from 'solid-js';
import { probeEntry } from '../../presets/glossary/glossary';
import { SymbolText } from '../frame/SymbolText';
import { Term } from '../glossary/Term';
import { sayNumber } from '../words';
import type { Quantity } from './reading';

const width = 72;
const height = 18;

/** A quantity now, and a small line of its story over the time shown with the instant marked. */
export function QuantityRow(props: {
  quantity: Quantity;
  from: number;
  to: number;
  tick: number;
}): JSX.Element {
  const x = (tick: number): number => ((tick - props.from) / Math.max(1, props.to - props.from)) * width;
  return (
    <div class="quantity">
      <span class="quantity-name">
        <Term entry={probeEntry(props.quantity.probe)}>
          {props.quantity.probe.label}{' '}
          <span class="quiet">
            <SymbolText text={props.quantity.probe.symbol} />
          </span>
        </Term>
      </span>
      <svg class="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={story(props.quantity, x)} class="spark-line" />
        <Show when={props.tick >= props.from && props.tick < props.to}>
          <path d={`M${x(props.tick)} 0V${height}`} class="spark-now" />
        </Show>
      </svg>
      <span class="number quantity-value">
        {props.quantity.value === undefined ? '–' : sayNumber(props.quantity.value)}{' '}
        {props.quantity.probe.unit}
      </span>
    </div>
  );
}

/** Lowest and highest value of each pixel column, so that no spike is lost. */
function story({ times, values }: Quantity, x: (tick: number) => number): string {
  if (times.length < 2) return '';
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const y = (value: number): number =>
    high > low ? 1 + (1 - (value - low) / (high - low)) * (height - 2) : height / 2;
  let path = '';
  for (let i = 0; i < times.length; ) {
    const column = Math.floor(x(times[i]));
    let least = values[i];
    let most = values[i];
    for (; i < times.length && Math.floor(x(times[i])) === column; i++) {
      least = Math.min(least, values[i]);
      most = Math.max(most, values[i]);
    }
    path += `${path ? 'L' : 'M'}${column} ${y(least).toFixed(1)}`;
    if (most > least) path += `L${column} ${y(most).toFixed(1)}`;
  }
  return path;
}
