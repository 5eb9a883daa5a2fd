/** What an inspector says, read anew as the panels are painted, but no more often than it can be read. */
import { type Accessor, createMemo, createSignal, onCleanup, onMount, untrack } from 'solid-js';
import type { Bench } from '../lab/bench';

/** Milliseconds. */
const everyMs = 200;

/** `read` is called when what is painted, selected or set has changed. */
export function renewed<Reading>(
  { lab, painter }: Bench,
  probes: readonly string[],
  read: () => Reading
): Accessor<Reading> {
  const [count, setCount] = createSignal(0);
  onMount(() => {
    let last = 0;
    const remove = painter.add({
      probes,
      visible: () => true,
      paint: () => {
        if (performance.now() - last < everyMs) return;
        last = performance.now();
        setCount((n) => n + 1);
      }
    });
    onCleanup(remove);
  });
  return createMemo(() => {
    count();
    lab.selection();
    lab.settings();
    return untrack(read);
  });
}
