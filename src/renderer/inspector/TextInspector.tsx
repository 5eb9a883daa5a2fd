import { createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import type { Passage, PassageGroup } from '../../models/passages';
import type { Bench } from '../lab/bench';

/** Milliseconds between two questions to the session, so that what is said can be read. */
const everyMs = 400;

/** Single passages in words: what was removed and why, or what was found for a question, beside other methods. */
export function TextInspector(props: { bench: Bench }): JSX.Element {
  const groups = askedFor(props.bench);
  return (
    <aside class="inspector" aria-label="Inspector" tabindex="0">
      <Show
        when={groups().length > 0}
        fallback={
          <div class="inspector-empty quiet">
            <h2>Inspector</h2>
            <p>What was decided of single passages, and why, once documents have flowed in.</p>
          </div>
        }
      >
        <header>
          <h2>Passages</h2>
        </header>
        {/* By title, so that a group that comes in between closes no passage that was opened. */}
        <For each={groups().map(({ title }) => title)}>
          {(title) => (
            <Show when={groups().find((group) => group.title === title)}>
              {(group) => <Group group={group()} />}
            </Show>
          )}
        </For>
      </Show>
    </aside>
  );
}

function Group(props: { group: PassageGroup }): JSX.Element {
  return (
    <section class="passages">
      <h3>
        {props.group.title} <span class="quiet number">{props.group.passages.length}</span>
      </h3>
      <p class="quiet">{props.group.note}</p>
      <For each={props.group.passages}>{(passage) => <PassageView passage={passage} />}</For>
    </section>
  );
}

function PassageView(props: { passage: Passage }): JSX.Element {
  const share = createMemo(() => Math.max(0, Math.min(1, props.passage.weight ?? 0)));
  return (
    <details class="passage">
      <summary>
        <span class="passage-verdict" classList={{ good: props.passage.good }}>
          {props.passage.verdict}
        </span>
        <span class="passage-title">{props.passage.title}</span>
        <Show when={props.passage.weight !== undefined}>
          <span class="passage-weight" aria-hidden="true" style={{ '--share': String(share()) }} />
        </Show>
        <span class="passage-text">{props.passage.text}</span>
      </summary>
      <p class="quiet">{props.passage.reason}</p>
      <p class="passage-whole">{props.passage.text}</p>
    </details>
  );
}

/** Asked while panels are painted, one question at a time; equal passages stay the ones they were, opened or not. */
function askedFor({ lab, painter }: Bench): () => readonly PassageGroup[] {
  const [groups, setGroups] = createSignal<readonly PassageGroup[]>([]);
  onMount(() => {
    let last = Number.NEGATIVE_INFINITY;
    let asking = false;
    let later: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      later = undefined;
      asking = true;
      last = performance.now();
      lab.client
        .ask('passages', {})
        .then(
          (told) => setGroups((before) => kept(before, told)),
          // The page says what went wrong with the session where it says so of everything else.
          () => undefined
        )
        .finally(() => {
          asking = false;
        });
    };
    const remove = painter.add({
      probes: lab.opened()?.probes.map(({ name }) => name) ?? [],
      visible: () => true,
      paint: () => {
        if (asking || later) return;
        later = setTimeout(ask, Math.max(0, last + everyMs - performance.now()));
      }
    });
    onCleanup(() => {
      remove();
      clearTimeout(later);
    });
  });
  return groups;
}

/** `told`, with passages that were there before as the objects they were. */
function kept(before: readonly PassageGroup[], told: readonly PassageGroup[]): readonly PassageGroup[] {
  const known = new Map(
    before.flatMap(({ passages }) => passages.map((passage) => [keyOf(passage), passage]))
  );
  return told.map((group) => ({
    ...group,
    passages: group.passages.map((passage) => known.get(keyOf(passage)) ?? passage)
  }));
}

const keyOf = ({ reason, title, verdict }: Passage): string => JSON.stringify([title, verdict, reason]);
