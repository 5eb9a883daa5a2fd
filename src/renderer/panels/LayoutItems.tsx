import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import type { JSX } from 'solid-js';
import { leastRows, mostRows } from '../../session/panelLayout';

/** What can be done with the place of one panel. */
export interface Arranging {
  /** Of the grid. */
  columns(): number;
  first(): boolean;
  last(): boolean;
  /** So many places on, or back. */
  move(step: number): void;
  /** To where another panel is. */
  moveTo(other: string): void;
  resize(size: { columns: number; rows: number }): void;
  hide(): void;
}

/** Moving and resizing by key: the menu stays open, so that a step can be taken again. */
export function LayoutItems(props: { arranging: Arranging; columns: number; rows: number }): JSX.Element {
  const item = (label: string, disabled: boolean, act: () => void, stays = true): JSX.Element => (
    <DropdownMenu.Item class="menu-item" disabled={disabled} closeOnSelect={!stays} onSelect={act}>
      {label}
    </DropdownMenu.Item>
  );
  const resize = (columns: number, rows: number): void =>
    props.arranging.resize({ columns: props.columns + columns, rows: props.rows + rows });
  return (
    <DropdownMenu.Group>
      <DropdownMenu.GroupLabel class="menu-label quiet">Place in the grid</DropdownMenu.GroupLabel>
      {item('Move before', props.arranging.first(), () => props.arranging.move(-1))}
      {item('Move after', props.arranging.last(), () => props.arranging.move(1))}
      {item('Wider', props.columns >= props.arranging.columns(), () => resize(1, 0))}
      {item('Narrower', props.columns <= 1, () => resize(-1, 0))}
      {item('Taller', props.rows >= mostRows, () => resize(0, 1))}
      {item('Shorter', props.rows <= leastRows, () => resize(0, -1))}
      {item('Hide', false, props.arranging.hide, false)}
    </DropdownMenu.Group>
  );
}
