import { Tooltip } from '@kobalte/core/tooltip';
import type { JSX } from 'solid-js';
import type { Entry } from '../../presets/glossary/entry';
import { EntryCard } from './EntryCard';
import { useGlossary } from './shown';

/** Milliseconds: not so soon that a card opens wherever the pointer passes. */
const openDelay = 350;

/** A word in a text that says what it means when it is pointed at or has the focus; pressed, it opens the glossary there. */
export function Term(props: { entry: Entry; children: JSX.Element }): JSX.Element {
  return (
    <Explained entry={props.entry} class="term">
      {props.children}
    </Explained>
  );
}

/** The same as a small mark beside the thing it is about. */
export function AboutMark(props: { entry: Entry }): JSX.Element {
  return (
    <Explained
      entry={props.entry}
      class="button plain icon small about"
      label={`What ${props.entry.word} is`}
    >
      <span aria-hidden="true">i</span>
    </Explained>
  );
}

function Explained(props: {
  entry: Entry;
  class: string;
  /** Where the children are no words. */
  label?: string;
  children: JSX.Element;
}): JSX.Element {
  const { show } = useGlossary();
  return (
    <Tooltip openDelay={openDelay} gutter={4} placement="bottom">
      <Tooltip.Trigger
        type="button"
        class={props.class}
        aria-label={props.label}
        onClick={() => show(props.entry.word)}
      >
        {props.children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content class="card" data-entry={props.entry.id}>
          <EntryCard entry={props.entry} />
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip>
  );
}
