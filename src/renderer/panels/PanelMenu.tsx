import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { createEffect, createSignal, For, type JSX, Match, on, Show, Switch } from 'solid-js';
import { type Figure, type FigureContext, settingOf } from '../../figures/figure';
import type { ChoiceSetting, Settings, SettingValue } from '../../models/settings';
import type { Command, Commands } from '../commands';
import { MenuIcon } from '../frame/icons';
import { MenuCommand } from '../frame/MenuCommand';
import { LayoutItems } from './LayoutItems';

/** Pixels within the window. */
export interface Point {
  x: number;
  y: number;
}

/** Of the selection, offered here too while they apply. */
const ofSelection = ['explainSynapse', 'clearSelection'] as const;

/** The same small menu on every panel: the figure's own settings, then the commands for a panel. Opens at its button, or `at` a point. */
export function PanelMenu(props: {
  figure: Figure;
  settings: Settings;
  change(name: string, value: SettingValue): void;
  commands: Commands;
  at: Point | undefined;
  /** It was closed. */
  left(): void;
}): JSX.Element {
  const chosen = (name: string) =>
    settingOf(props.figure, { settings: props.settings } as FigureContext, name);
  const [open, setOpen] = createSignal(false);
  createEffect(
    on(
      () => props.at,
      (at) => at && setOpen(true)
    )
  );
  const ofPanel = (): Command[] => Object.values(props.commands).filter(({ group }) => group === 'Panel');
  const selected = (): Command[] =>
    ofSelection.map((name) => props.commands[name]).filter(({ when }) => when());
  return (
    <DropdownMenu
      placement={props.at ? 'bottom-start' : 'bottom-end'}
      gutter={2}
      modal={false}
      open={open()}
      onOpenChange={(opened) => {
        setOpen(opened);
        if (!opened) props.left();
      }}
      getAnchorRect={(button) =>
        props.at ? { ...props.at, width: 0, height: 0 } : button?.getBoundingClientRect()
      }
    >
      <DropdownMenu.Trigger
        class="button plain icon small"
        aria-label={`Menu of ${props.figure.title}`}
        title="Maximise, export, data table, explain, move, resize, hide"
      >
        <MenuIcon />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <For each={props.figure.settings}>
            {(setting) => (
              <Switch>
                <Match when={setting.kind === 'toggle'}>
                  <DropdownMenu.CheckboxItem
                    class="menu-item"
                    title={setting.help}
                    checked={chosen(setting.name) === true}
                    onChange={(on) => props.change(setting.name, on)}
                  >
                    {setting.label}
                    <DropdownMenu.ItemIndicator class="menu-mark">✓</DropdownMenu.ItemIndicator>
                  </DropdownMenu.CheckboxItem>
                </Match>
                <Match when={setting.kind === 'choice'}>
                  <DropdownMenu.Group>
                    <DropdownMenu.GroupLabel class="menu-label quiet">
                      {setting.label}
                    </DropdownMenu.GroupLabel>
                    <DropdownMenu.RadioGroup
                      value={String(chosen(setting.name))}
                      onChange={(value) => props.change(setting.name, value)}
                    >
                      <For each={(setting as ChoiceSetting).options}>
                        {(option) => (
                          <DropdownMenu.RadioItem class="menu-item" value={option.value}>
                            {option.label}
                            <DropdownMenu.ItemIndicator class="menu-mark">●</DropdownMenu.ItemIndicator>
                          </DropdownMenu.RadioItem>
                        )}
                      </For>
                    </DropdownMenu.RadioGroup>
                  </DropdownMenu.Group>
                </Match>
              </Switch>
            )}
          </For>
          {props.figure.settings.length > 0 && <DropdownMenu.Separator class="menu-line" />}
          <For each={ofPanel()}>{(command) => <MenuCommand command={command} />}</For>
          <Show when={selected().length > 0}>
            <DropdownMenu.Separator class="menu-line" />
            <For each={selected()}>{(command) => <MenuCommand command={command} />}</For>
          </Show>
          <DropdownMenu.Separator class="menu-line" />
          <LayoutItems commands={props.commands} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
