import { Index, type JSX, Show } from 'solid-js';
import type { Bench } from '../lab/bench';
import { EquationList } from './EquationList';
import { codesInspectorProbes, readCodes } from './readCodes';
import { renewed } from './renewed';

/** The coders: what each is worth now, and what it minimises with the numbers filled in; and where the selected image lies. */
export function CodesInspector(props: { bench: Bench }): JSX.Element {
  const reading = renewed(props.bench, codesInspectorProbes, () => readCodes(props.bench));
  return (
    <aside class="inspector" aria-label="Inspector">
      <Show
        when={reading()}
        fallback={
          <div class="inspector-empty quiet">
            <h2>Inspector</h2>
            <p>The coders and what they minimise, once a stream of images is open.</p>
          </div>
        }
      >
        {(codes) => (
          <>
            <header>
              <h2>Coders</h2>
              <Show when={codes().asked}>
                <span class="quiet">asked: {codes().asked}</span>
              </Show>
            </header>
            <p class="quiet">
              <Show
                when={codes().place}
                fallback="Click an image on the plane of the codes to see where it lies."
              >
                Selected image: <span data-readout="code">{codes().place}</span>
              </Show>
            </p>
            <Index each={codes().coders}>
              {(coder) => (
                <>
                  <h3>{coder().name}</h3>
                  <dl class="state-facts">
                    <Index each={coder().facts}>
                      {(fact) => (
                        <div>
                          <dt>{fact().label}</dt>
                          <dd class="number">{fact().value}</dd>
                        </div>
                      )}
                    </Index>
                  </dl>
                  <Show when={coder().note}>{(note) => <p class="note">{note()}</p>}</Show>
                  <EquationList equations={[coder().equation]} />
                </>
              )}
            </Index>
          </>
        )}
      </Show>
    </aside>
  );
}
