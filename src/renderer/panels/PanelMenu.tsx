import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, type JSX, Match, Switch } from 'solid-js';
import { type Figure, type FigureContext, settingOf } from '../../figures/figure';
import type { ChoiceSetting, Settings, SettingValue } from '../../models/settings';
import { MenuIcon } from '../frame/icons';
import type { FigureFormat } from './printedFile';

/** The same small menu on every panel, after the figure's own settings. */
export function PanelMenu(props: {
  figure: Figure;
  settings: Settings;
  change(name: string, value: SettingValue): void;
  maximised: boolean;
  /** Items that move and resize the panel. */
  place: JSX.Element;
  onMaximise(): void;
  onExport(format: FigureFormat): void;
  onCompose(): void;
  onTable(): void;
  onExplain(): void;
}): JSX.Element {
  const chosen = (name: string) =>
    settingOf(props.figure, { settings: props.settings } as FigureContext, name);
  const item = (label: string, act: () => void): JSX.Element => (
    <DropdownMenu.Item class="menu-item" onSelect={act}>
      {label}
    </DropdownMenu.Item>
  );
  return (
    <DropdownMenu placement="bottom-end" gutter={2} modal={false}>
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
          {item(props.maximised ? 'Restore' : 'Maximise', props.onMaximise)}
          {item('Export SVG', () => props.onExport('svg'))}
          {item('Export PDF', () => props.onExport('pdf'))}
          {item('Export PNG', () => props.onExport('png'))}
          {item('Compose figure', props.onCompose)}
          {item('Data table', props.onTable)}
          {item('Explain', props.onExplain)}
          <DropdownMenu.Separator class="menu-line" />
          {props.place}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
