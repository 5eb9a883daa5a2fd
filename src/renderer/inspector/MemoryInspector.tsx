import { Index, type JSX, Show } from 'solid-js';
import type { Bench } from '../lab/bench';
import { memoryInspectorProbes, readMemories } from './readMemories';
import { renewed } from './renewed';

/** The networks that learn side by side: what each answers and keeps, and whose memory the maps show. */
export function MemoryInspector(props: { bench: Bench }): JSX.Element {
  const reading = renewed(props.bench, memoryInspectorProbes, () => readMemories(props.bench));
  return (
    <aside class="inspector" aria-label="Inspector" tabindex="0">
      <Show
        when={reading()}
        fallback={
          <div class="inspector-empty quiet">
            <h2>Inspector</h2>
            <p>The memories and what they keep, once a stream of sequences is open.</p>
          </div>
        }
      >
        {(memories) => (
          <>
            <header>
              <h2>Memories</h2>
            </header>
            <Show when={memories().looked}>
              {(looked) => (
                <p class="quiet">
                  Looked at: <span data-readout="looked">{looked()}</span>. Network, Layer and Head looked at,
                  under Run in the settings, choose another.
                </p>
              )}
            </Show>
            <Index each={memories().networks}>
              {(network) => (
                <>
                  <h3>{network().name}</h3>
                  <dl class="state-facts">
                    <Index each={network().facts}>
                      {(fact) => (
                        <div>
                          <dt>{fact().label}</dt>
                          <dd class="number">{fact().value}</dd>
                        </div>
                      )}
                    </Index>
                  </dl>
                </>
              )}
            </Index>
          </>
        )}
      </Show>
    </aside>
  );
}
