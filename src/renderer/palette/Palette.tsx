import { Dialog } from '@kobalte/core/dialog';
import { createMemo, createSignal, createUniqueId, For, type JSX, Show, untrack } from 'solid-js';
import { giveBackFocus } from '../frame/giveBackFocus';
import type { Commands } from '../commands';
import type { Bench } from '../lab/bench';
import { type Found, find, type PaletteItem, paletteItems, type RecentItem } from './items';

/** Lines that Page up and Page down pass. */
const page = 8;

/** Any command, preset or panel by a few letters of its name: a field and a list, moved through by arrow keys. */
export function Palette(props: {
  bench: Bench;
  commands: Commands;
  recent: readonly RecentItem[];
  close(): void;
}): JSX.Element {
  // As things stand when it opens: a list that changed under the eyes of its reader could not be read.
  const items = untrack(() => paletteItems(props.bench, props.commands, props.recent));
  const [query, setQuery] = createSignal('');
  const [at, setAt] = createSignal(0);
  const found = createMemo(() => find(query(), items));
  const list = createUniqueId();
  const idOf = (k: number): string => `${list}-${k}`;
  let chosen: PaletteItem | undefined;
  const giveBack = giveBackFocus();

  const moveTo = (k: number): void => {
    const last = found().length - 1;
    // One step beyond an end is the other end, a page stops there.
    setAt(k === -1 ? last : k === last + 1 ? 0 : Math.max(0, Math.min(last, k)));
    document.getElementById(idOf(at()))?.scrollIntoView({ block: 'nearest' });
  };
  const take = (item: PaletteItem | undefined): void => {
    if (!item || item.why !== undefined) return;
    chosen = item;
    props.close();
  };
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page
  };
  const pressKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.isComposing) take(found()[at()]?.item);
    else if (event.key in steps) moveTo(Math.max(at() + steps[event.key], event.key === 'PageUp' ? 0 : -1));
    else return;
    event.preventDefault();
  };

  return (
    <Dialog open onOpenChange={(open) => !open && props.close()}>
      <Dialog.Portal>
        <Dialog.Overlay class="veil" />
        <Dialog.Content
          class="dialog palette"
          // The focus is back where it was before what was chosen moves it.
          onCloseAutoFocus={(event) => {
            giveBack(event);
            setTimeout(() => chosen?.do());
          }}
        >
          <Dialog.Title as="h2" class="spoken">
            Find a command
          </Dialog.Title>
          <input
            class="field"
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={found().length > 0 ? idOf(at()) : undefined}
            aria-label="Find a command, a preset or a panel"
            placeholder="A command, a preset or a panel"
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => {
              setQuery(event.currentTarget.value);
              moveTo(0);
            }}
            onKeyDown={pressKey}
          />
          <div class="palette-list" id={list} role="listbox" aria-label="What was found">
            <For each={found()}>
              {(one, k) => (
                <Line
                  found={one}
                  id={idOf(k())}
                  selected={k() === at()}
                  hover={() => setAt(k())}
                  take={() => take(one.item)}
                />
              )}
            </For>
          </div>
          <p class="quiet palette-help" role="status">
            <Show when={found()[at()]} fallback={`Nothing is called “${query().trim()}”. Try fewer letters.`}>
              {(one) => <>{one().item.why ?? one().item.help}</>}
            </Show>
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  );
}

function Line(props: {
  found: Found;
  id: string;
  selected: boolean;
  hover(): void;
  take(): void;
}): JSX.Element {
  const item = (): PaletteItem => props.found.item;
  return (
    // The field keeps the focus and hears the keys; a line is only pointed at.
    <div
      class="palette-line"
      role="option"
      id={props.id}
      tabIndex={-1}
      aria-selected={props.selected}
      aria-disabled={item().why !== undefined}
      title={item().why ?? item().help}
      data-item={item().id}
      onPointerMove={() => !props.selected && props.hover()}
      onMouseDown={(event) => event.preventDefault()}
      onPointerUp={(event) => event.button === 0 && props.take()}
    >
      <span class="palette-label">
        <For each={Array.from(item().label)}>
          {(letter, k) => (
            <Show when={props.found.places.includes(k())} fallback={letter}>
              <mark>{letter}</mark>
            </Show>
          )}
        </For>{' '}
        <span class="quiet">{item().why ?? item().of}</span>
      </span>
      <span class="quiet palette-group">{item().group}</span>
      <span class="palette-key">
        <Show when={item().key}>
          <kbd>{item().key}</kbd>
        </Show>
      </span>
    </div>
  );
}
