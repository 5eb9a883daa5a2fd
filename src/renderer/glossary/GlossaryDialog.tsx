import { createMemo, createSignal, For, type JSX, onMount, Show } from 'solid-js';
import type { Entry } from '../../presets/glossary/entry';
import { findEntries } from '../../presets/glossary/glossary';
import { SymbolText } from '../frame/SymbolText';
import { toMathml } from '../inspector/mathml';
import type { Lab } from '../lab/lab';
import { PanelDialog } from '../panels/PanelDialog';
import { sayNumberOf } from '../words';
import { allEntries } from './entries';
import { ReferenceList } from './EntryCard';

const kinds: Readonly<Record<Entry['kind'], string>> = {
  term: 'term',
  setting: 'setting',
  panel: 'panel',
  probe: 'recorded'
};
/** More are not read; the question has to say more then. */
const mostShown = 60;

/** Everything the page can explain, to be searched. */
export function GlossaryDialog(props: { lab: Lab; question: string; close(): void }): JSX.Element {
  const [question, setQuestion] = createSignal(props.question);
  const entries = allEntries(props.lab.opened());
  const found = createMemo(() => findEntries(entries, question()));
  let field!: HTMLInputElement;
  onMount(() => field.select());
  return (
    <PanelDialog title="Glossary" wide close={props.close}>
      <label class="labelled glossary-search">
        <span>Find</span>
        <input
          class="field"
          type="search"
          ref={field}
          autofocus
          value={question()}
          placeholder="a word, a symbol, an author"
          onInput={(event) => setQuestion(event.currentTarget.value)}
        />
        <span class="quiet" role="status">
          {sayNumberOf(found().length, 'entry', 'entries')}
        </span>
      </label>
      <dl class="glossary">
        <For each={found().slice(0, mostShown)}>
          {(entry) => (
            <div data-entry={entry.id}>
              <dt>
                <b>{entry.word}</b>{' '}
                <Show when={entry.symbol}>{(symbol) => <SymbolText text={symbol()} />}</Show>{' '}
                <span class="quiet">{[kinds[entry.kind], entry.context].filter(Boolean).join(', ')}</span>
              </dt>
              <dd>
                <p>
                  <SymbolText text={entry.explanation} />
                </p>
                <Show when={entry.equation}>
                  {(equation) => <p class="entry-equation" innerHTML={toMathml(equation())} />}
                </Show>
                <ReferenceList references={entry.references} />
              </dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={found().length === 0}>
        <p class="quiet">Nothing has these words. Try fewer, or part of one.</p>
      </Show>
      <Show when={found().length > mostShown}>
        <p class="quiet">The first {mostShown} are shown; write more to find the others.</p>
      </Show>
    </PanelDialog>
  );
}
