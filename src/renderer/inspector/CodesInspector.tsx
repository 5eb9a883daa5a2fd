import { createMemo, createSignal, Index, type JSX, onCleanup, onMount, Show, untrack } from 'solid-js';
import type { Bench } from '../lab/bench';
import type { Painting } from '../lab/painter';
import { EquationList } from './EquationList';
import { codesInspectorProbes, readCodes } from './readCodes';

/** Numbers change this often at most, so that they can be read. */
const everyMs = 200;

/** The coders: what each is worth now, and what it minimises with the numbers filled in; and where the selected image lies. */
export function CodesInspector(props: { bench: Bench }): JSX.Element {
  const { lab, painter } = props.bench;
  const [count, setCount] = createSignal(0);
  const reading = createMemo(() => {
    count();
    lab.selection();
    lab.settings();
    return untrack(() => readCodes(props.bench));
  });
  onMount(() => {
    let last = 0;
    const painting: Painting = {
      probes: codesInspectorProbes,
      visible: () => true,
      paint: () => {
        if (performance.now() - last < everyMs) return;
        last = performance.now();
        setCount((n) => n + 1);
      }
    };
    onCleanup(painter.add(painting));
  });
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
