import { For, type JSX, Show } from 'solid-js';
import type { Entry, Note } from '../../presets/glossary/entry';
import {
  type Reference,
  type ReferenceId,
  references,
  shortReference
} from '../../presets/glossary/references';
import { SymbolText } from '../frame/SymbolText';
import { toMathml } from '../inspector/mathml';

/** What a thing is, its equation, and where it comes from. */
export function EntryCard(props: { entry: Entry }): JSX.Element {
  return (
    <div class="entry">
      <p class="entry-word">
        <b>{props.entry.word}</b>{' '}
        <Show when={props.entry.symbol}>
          {(symbol) => (
            <span class="quiet">
              <SymbolText text={symbol()} />
            </span>
          )}
        </Show>
      </p>
      <p>
        <SymbolText text={props.entry.explanation} />
      </p>
      <NoteLine note={props.entry} />
    </div>
  );
}

/** Equation and papers in short, for where the explanation stands already. */
export function NoteLine(props: { note: Note }): JSX.Element {
  return (
    <Show when={props.note.equation || props.note.references.length > 0}>
      <p class="entry-note">
        <Show when={props.note.equation}>
          {(equation) => <span class="entry-equation" innerHTML={toMathml(equation())} />}
        </Show>
        <span class="quiet">{props.note.references.map(shortReference).join('; ')}</span>
      </p>
    </Show>
  );
}

/** The references in full; addresses as text, since the page reaches no server but its own. */
export function ReferenceList(props: { references: readonly ReferenceId[] }): JSX.Element {
  return (
    <ul class="entry-references quiet">
      <For each={props.references}>
        {(id) => {
          const { arxiv, authors, doi, title, where, year } = references[id] as Reference;
          return (
            <li>
              {id === 'engram' ? `${title} (${where}).` : `${authors} (${year}). ${title}. ${where}.`}
              {doi ? ` doi:${doi}` : ''}
              {arxiv ? ` arXiv:${arxiv}` : ''}
            </li>
          );
        }}
      </For>
    </ul>
  );
}
