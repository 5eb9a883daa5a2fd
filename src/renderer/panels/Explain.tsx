import { For, type JSX, Show } from 'solid-js';
import type { Figure } from '../../figures/figure';
import { probeEntry } from '../../presets/glossary/glossary';
import { figureEntry } from '../glossary/entries';
import { NoteLine, ReferenceList } from '../glossary/EntryCard';
import { SymbolText } from '../frame/SymbolText';
import type { Bench } from '../lab/bench';
import { PanelDialog } from './PanelDialog';

/** What a panel shows and how to read it, with every quantity in it. */
export function Explain(props: { figure: Figure; bench: Bench; close(): void }): JSX.Element {
  const { lab } = props.bench;
  const entry = figureEntry(props.figure);
  const probes = props.figure.probes.flatMap((name) => lab.recording().probe(name) ?? []);
  return (
    <PanelDialog title={props.figure.title} close={props.close}>
      <p>
        <SymbolText text={props.figure.help} />
      </p>
      <NoteLine note={entry} />
      <Show when={probes.length > 0}>
        <dl class="quantities">
          <For each={probes}>
            {(probe) => (
              <div>
                <dt>
                  {probe.label}{' '}
                  <span class="quiet">
                    <SymbolText text={[probe.symbol, probe.unit].filter(Boolean).join(', ')} />
                  </span>
                </dt>
                <dd>
                  <SymbolText text={probe.help} />
                  <NoteLine note={probeEntry(probe)} />
                </dd>
              </div>
            )}
          </For>
        </dl>
      </Show>
      <ReferenceList references={entry.references} />
    </PanelDialog>
  );
}
