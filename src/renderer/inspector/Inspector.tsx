import { createMemo, createSignal, Index, type JSX, onCleanup, onMount, Show, untrack } from 'solid-js';
import type { Commands } from '../commands';
import { CommandButton } from '../frame/CommandButton';
import type { Bench } from '../lab/bench';
import { tellsStories } from '../lab/story';
import type { Painting } from '../lab/painter';
import { sayFixed, sayNumber } from '../words';
import { EquationList } from './EquationList';
import { QuantityList } from './QuantityList';
import { inspectorProbes, readNeuron } from './reading';

/** Numbers change this often at most, so that they can be read. */
const everyMs = 100;

/** The selected neuron: its values, their story over the time shown, and its equations with the numbers filled in. */
export function Inspector(props: { bench: Bench; commands: Commands }): JSX.Element {
  const { lab, painter } = props.bench;
  const [count, setCount] = createSignal(0);
  const reading = createMemo(() => {
    count();
    lab.selection();
    return untrack(() => readNeuron(props.bench));
  });

  onMount(() => {
    let last = 0;
    let later: ReturnType<typeof setTimeout> | undefined;
    const renew = (): void => {
      last = performance.now();
      later = undefined;
      setCount((n) => n + 1);
    };
    const painting: Painting = {
      probes: inspectorProbes,
      visible: () => true,
      paint: () => {
        const wait = last + everyMs - performance.now();
        if (wait <= 0) renew();
        else later ??= setTimeout(renew, wait);
      }
    };
    const remove = painter.add(painting);
    onCleanup(() => {
      remove();
      clearTimeout(later);
    });
  });

  return (
    <aside class="inspector" aria-label="Inspector">
      <Show
        when={reading()}
        fallback={
          <div class="inspector-empty quiet">
            <h2>Inspector</h2>
            <p>
              No neuron is selected. Click one in any panel, or press ] for the next, to read its values and
              equations.
            </p>
          </div>
        }
      >
        {(neuron) => (
          <>
            <header>
              <h2 data-readout="unit">Neuron {neuron().unit}</h2>
              <span class="quiet">{neuron().kind}</span>
            </header>
            <p class="quiet inspector-when">
              {lab.selection().tick === undefined ? 'Now' : lab.pinned() ? 'Held' : 'Marked'}: {neuron().when}
              <Show when={lab.pinned()}>
                <button type="button" class="button link" onClick={() => lab.markInstant(undefined, false)}>
                  Let go
                </button>
              </Show>
            </p>
            <p>
              <Show when={neuron().spikes !== undefined}>
                {neuron().spikes === 1 ? '1 spike' : `${neuron().spikes} spikes`} in the{' '}
                {neuron().to - neuron().from} ticks shown.{' '}
              </Show>
              <Show when={neuron().rate}>
                {(rate) => (
                  <span>
                    {rate().label} {sayFixed(rate().value, rate().unit ? 1 : 3)} {rate().unit} in the last
                    trial.
                  </span>
                )}
              </Show>
            </p>
            <QuantityList quantities={neuron().quantities} window={neuron()} />
            <EquationList equations={neuron().equations} />
            <h3>Strongest synapses onto it</h3>
            <ul class="partners">
              <Index
                each={neuron().partners}
                fallback={<li class="quiet">Their weights, once the network has run.</li>}
              >
                {(partner) => (
                  <li>
                    <button
                      type="button"
                      class="button plain small"
                      aria-pressed={partner().synapse === neuron().synapse?.synapse}
                      onClick={() => lab.selectSynapse(partner().synapse)}
                    >
                      <span>{partner().name}</span>
                      <span class="number">{sayNumber(partner().weight)}</span>
                    </button>
                  </li>
                )}
              </Index>
            </ul>
            <Show when={neuron().synapse}>
              {(synapse) => (
                <>
                  <h3>
                    From {synapse().name} <span class="quiet">w = {sayNumber(synapse().weight)}</span>
                  </h3>
                  <Show when={tellsStories(lab.opened())}>
                    <div>
                      <CommandButton command={props.commands.explainSynapse} />
                    </div>
                  </Show>
                  <QuantityList quantities={neuron().synapseQuantities} window={neuron()} />
                  <EquationList equations={neuron().synapseEquations} />
                </>
              )}
            </Show>
          </>
        )}
      </Show>
    </aside>
  );
}
