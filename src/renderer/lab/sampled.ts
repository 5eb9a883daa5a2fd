import { from as observableFrom, throttleTime } from 'rxjs';
import { type Accessor, from, observable } from 'solid-js';

/** A signal thinned to what can be read: the first value at once, then the latest a few times a second. */
export function sampled<Value>(signal: Accessor<Value>, everyMs = 300): Accessor<Value | undefined> {
  const values = observableFrom(observable(signal));
  return from(values.pipe(throttleTime(everyMs, undefined, { leading: true, trailing: true })));
}
