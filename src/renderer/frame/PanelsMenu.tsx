import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, type JSX } from 'solid-js';
import type { Command } from '../commands';
import type { Bench } from '../lab/bench';
import { withPanel } from '../panels/arrangement';
import { arrangedPanels, rearrange } from '../panels/arranging';
import { PanelsIcon } from './icons';

/** Which panels of the lab are there, and the way back to the usual ones. */
export function PanelsMenu(props: { bench: Bench; usual: Command }): JSX.Element {
  const panels = arrangedPanels(props.bench);
  const show = (id: string, shown: boolean): void =>
    rearrange(props.bench, panels(), (layout) => withPanel(layout, id, shown));
  return (
    <DropdownMenu placement="bottom-end" gutter={2} modal={false}>
      <DropdownMenu.Trigger
        class="button plain icon"
        aria-label="Panels"
        title="Which panels are shown. Their heads and corners can be dragged; their menus move and resize them by key."
      >
        <PanelsIcon />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <For each={panels()}>
            {({ figure, shown }) => (
              <DropdownMenu.CheckboxItem
                class="menu-item"
                closeOnSelect={false}
                checked={shown}
                onChange={(on) => show(figure.id, on)}
              >
                {figure.title}
                <DropdownMenu.ItemIndicator class="menu-mark">✓</DropdownMenu.ItemIndicator>
              </DropdownMenu.CheckboxItem>
            )}
          </For>
          <DropdownMenu.Separator class="menu-line" />
          <DropdownMenu.Item
            class="menu-item"
            title={props.usual.help}
            disabled={!props.usual.when()}
            onSelect={() => props.usual.do()}
          >
            {props.usual.label()}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
