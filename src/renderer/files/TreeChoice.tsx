import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import type { Hdf5Node, Hdf5Tree } from '../../formats/hdf5Tree';
import { sayNumber, sayNumberOf } from '../words';
import { allRows, leadingTo, type TreeMove, treeMove, visibleRows } from './treeKeys';

/** What an HDF5 file holds, to choose the array (or the spikes) that is learned from. */
export function TreeChoice(props: {
  tree: Hdf5Tree;
  /** What is read now: a path. */
  chosen: string;
  choose(path: string): void;
}): JSX.Element {
  const [opened, setOpened] = createSignal<ReadonlySet<string>>(
    new Set([
      ...leadingTo(props.tree.root, props.chosen),
      // A file with little in it is shown whole.
      ...(count(props.tree.root) <= 12 ? groupsOf(props.tree.root) : [])
    ])
  );
  const isOpen = (path: string): boolean => opened().has(path);
  const all = createMemo(() => allRows(props.tree.root));
  const rows = createMemo(() => visibleRows(all(), isOpen));
  const selected = (): string | undefined =>
    rows().find(({ node }) => node.choice?.path === props.chosen)?.node.path;
  const [focused, setFocused] = createSignal<string>();
  /** The one row that the tab key reaches. */
  const reached = (): string | undefined => {
    const there = rows().some(({ node }) => node.path === focused());
    return there ? focused() : (selected() ?? rows()[0]?.node.path);
  };
  let list: HTMLDivElement | undefined;

  const toggle = (path: string, open: boolean): void => {
    const next = new Set(opened());
    if (open) next.add(path);
    else next.delete(path);
    setOpened(next);
  };
  const choose = (path: string): void => {
    const choice = rows().find(({ node }) => node.path === path)?.node.choice;
    if (choice && choice.path !== props.chosen) props.choose(choice.path);
  };
  const act = (move: TreeMove): void => {
    if ('open' in move) toggle(move.open, true);
    else if ('close' in move) toggle(move.close, false);
    else if ('choose' in move) choose(move.choose);
    else {
      setFocused(move.focus);
      list?.querySelector<HTMLElement>(`[data-path="${CSS.escape(move.focus)}"]`)?.focus();
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = treeMove(event.key, rows(), reached() ?? '', isOpen);
    if (!move) return;
    event.preventDefault();
    act(move);
  };

  return (
    <section class="tree-choice" aria-label="What the file holds">
      <p class="quiet">
        Choose what is learned from.
        <Show when={props.tree.leftOut > 0}>
          {' '}
          {sayNumberOf(props.tree.leftOut, 'member')} of a group too large or too deep to list.
        </Show>
      </p>
      <div role="tree" aria-label="Groups and datasets" class="tree" ref={list}>
        <For each={rows()}>
          {({ node, level }) => (
            <div
              role="treeitem"
              aria-level={level}
              aria-expanded={node.members.length > 0 ? isOpen(node.path) : undefined}
              aria-selected={node.choice ? node.path === selected() : undefined}
              aria-disabled={!node.choice && node.members.length === 0}
              tabIndex={node.path === reached() ? 0 : -1}
              onKeyDown={onKeyDown}
              data-path={node.path}
              style={{ '--level': String(level - 1) }}
              title={node.choice ? node.path : whyNot(node)}
              onFocus={() => setFocused(node.path)}
              onClick={() => {
                setFocused(node.path);
                if (node.choice) choose(node.path);
                else if (node.members.length > 0) toggle(node.path, !isOpen(node.path));
              }}
            >
              <span
                class="tree-twist"
                aria-hidden="true"
                onClick={(event) => {
                  event.stopPropagation();
                  if (node.members.length > 0) toggle(node.path, !isOpen(node.path));
                }}
              >
                {node.members.length === 0 ? '' : isOpen(node.path) ? '▾' : '▸'}
              </span>
              <span class="tree-name">{node.name}</span>
              <Show when={node.nwbType}>
                <span class="tree-mark">{node.nwbType}</span>
              </Show>
              <span class="tree-detail">{detail(node)}</span>
            </div>
          )}
        </For>
      </div>
    </section>
  );
}

/** Shape, type, unit and rate, as far as they are known. */
function detail({ choice, element, kind, rate, shape, unit }: Hdf5Node): string {
  if (choice?.kind === 'spikes') return `${sayNumberOf(shape?.[0] ?? 0, 'unit')}, spike times`;
  const parts = [
    shape && (shape.length === 0 ? 'one value' : shape.join(' × ')),
    kind === 'dataset' && element !== 'other' && element,
    unit,
    rate && `${sayNumber(rate)} Hz`
  ];
  return parts.filter(Boolean).join(', ');
}

function whyNot({ element, kind, members, path, shape = [] }: Hdf5Node): string {
  if (kind === 'group') return members.length > 0 ? path : `${path} is empty.`;
  if (element === 'other') return `${path} holds neither numbers nor text.`;
  if (shape.length === 0) return `${path} is a single value; a stream needs rows.`;
  return `${path} has ${shape.length} dimensions, or none of a size; a stream needs rows, rows × columns, or sequences of them.`;
}

function count(node: Hdf5Node): number {
  return node.members.reduce((sum, member) => sum + 1 + count(member), 0);
}

function groupsOf(node: Hdf5Node): readonly string[] {
  return node.members.flatMap((member) =>
    member.members.length > 0 ? [member.path, ...groupsOf(member)] : []
  );
}
