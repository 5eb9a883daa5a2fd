import { For, type JSX, Match, Switch } from 'solid-js';
import { termNamed } from '../../presets/glossary/glossary';
import { partsOf } from '../../presets/lessons/text';
import { SymbolText } from '../frame/SymbolText';
import { Term } from '../glossary/Term';

/** A text of a lesson with its marks: terms that explain themselves, and keys. */
export function LessonText(props: { text: string }): JSX.Element {
  return (
    <For each={partsOf(props.text)}>
      {(part) => (
        <Switch fallback={<SymbolText text={part.text} />}>
          <Match when={part.kind === 'key'}>
            <kbd>{part.text}</kbd>
          </Match>
          <Match when={part.kind === 'term' && termNamed(part.term)}>
            {(entry) => <Term entry={entry()}>{part.text}</Term>}
          </Match>
        </Switch>
      )}
    </For>
  );
}
