import { For, type JSX, Match, Show, Switch } from 'solid-js';
import type {
  ChoiceSetting,
  NumberSetting,
  SettingValue,
  TextSetting,
  ToggleSetting
} from '../../models/settings';
import { shortReference } from '../../presets/glossary/references';
import { settingNote } from '../../presets/glossary/glossary';
import { LockIcon, UndoIcon } from '../frame/icons';
import { SymbolText } from '../frame/SymbolText';
import type { SettingRow } from '../lab/settingRows';
import { sayNumber } from '../words';
import type { ControlProps } from './controlProps';
import { NumberControl } from './NumberControl';
import { SuggestedControl } from './SuggestedControl';
import { TextControl } from './TextControl';

/** One setting: label, symbol and unit, its control, and a mark where it differs from the preset. */
export function SettingControl(props: {
  row: SettingRow;
  /** Keeps ids apart where the same setting is on the page twice. */
  idPrefix?: string;
  onFocus(): void;
  change(value: SettingValue): Promise<void>;
  /** Opens where a text of many lines is written. */
  openDocument?(): void;
}): JSX.Element {
  const description = () => props.row.description;
  // "Cues, cues" says it twice.
  const unit = () => {
    const { label, unit: said } = props.row.description as NumberSetting;
    return said && label.toLowerCase().includes(said.toLowerCase()) ? undefined : said;
  };
  const references = (): string => {
    const { ownerId } = props.row;
    const known = ownerId === undefined ? [] : settingNote(ownerId, description().name).references;
    return known.length > 0 ? `See ${known.map(shortReference).join(', ')}.` : '';
  };
  const id = () => `${props.idPrefix ?? 'setting'}-${props.row.owner}-${description().name}`;
  const shared = (): ControlProps => ({ id: id(), describedBy: `${id()}-help`, change: props.change });
  return (
    <div
      class="setting"
      classList={{ changed: props.row.changed }}
      data-setting={description().name}
      onPointerEnter={() => props.onFocus()}
      onFocusIn={() => props.onFocus()}
    >
      <label class="setting-name" for={id()}>
        {description().label}
        <span class="quiet symbol">
          <Show when={description().symbol}>{(symbol) => <SymbolText text={` ${symbol()}`} />}</Show>
          <Show when={unit()}>{description().symbol ? `, ${unit()}` : ` ${unit()}`}</Show>
        </span>
      </label>
      <Show when={props.row.locked}>
        <span class="lock-mark" title={props.row.locked} aria-hidden="true">
          <LockIcon />
        </span>
      </Show>
      <Show when={!description().live}>
        <span class="quiet restarts" aria-hidden="true" title="A change starts the run anew">
          ↻
        </span>
      </Show>
      <Show when={props.row.changed && !props.row.locked}>
        <button
          type="button"
          class="button plain icon small setting-undo"
          title={`Back to the preset: ${sayValue(props.row.original)}`}
          aria-label={`Reset ${description().label} to the preset: ${sayValue(props.row.original)}`}
          onClick={() => void props.change(props.row.original)}
        >
          <UndoIcon />
        </button>
      </Show>
      <fieldset class="lock" disabled={props.row.locked !== undefined}>
        <Switch>
          <Match when={description().kind === 'number'}>
            <NumberControl
              {...shared()}
              description={description() as NumberSetting}
              value={props.row.value as number}
            />
          </Match>
          <Match when={description().kind === 'choice'}>
            <select
              class="field setting-wide"
              id={id()}
              aria-describedby={shared().describedBy}
              value={props.row.value as string}
              onChange={async (event) => {
                const select = event.currentTarget;
                await props.change(select.value);
                // A change the session refused leaves the old value standing.
                select.value = props.row.value as string;
              }}
            >
              <For each={(description() as ChoiceSetting).options}>
                {(option) => {
                  const why = () => props.row.refused?.[option.value];
                  return (
                    <option value={option.value} disabled={why() !== undefined}>
                      {why() ? `${option.label} (${why()})` : option.label}
                    </option>
                  );
                }}
              </For>
            </select>
          </Match>
          <Match when={description().kind === 'toggle'}>
            <input
              type="checkbox"
              class="setting-toggle"
              id={id()}
              aria-describedby={shared().describedBy}
              checked={props.row.value as ToggleSetting['default']}
              onChange={(event) => void props.change(event.currentTarget.checked)}
            />
          </Match>
          <Match when={description().kind === 'text' && (description() as TextSetting).document}>
            <button
              type="button"
              class="button small setting-wide setting-document"
              id={id()}
              title={props.row.value as string}
              onClick={() => props.openDocument?.()}
            >
              {firstLine(props.row.value as string)} …
            </button>
          </Match>
          <Match when={props.row.suggestions}>
            {(suggestions) => (
              <SuggestedControl
                {...shared()}
                label={description().label}
                value={props.row.value as string}
                suggestions={suggestions()}
              />
            )}
          </Match>
          <Match when={['text', 'numbers', 'choices'].includes(description().kind)}>
            <TextControl {...shared()} value={props.row.value as string} />
          </Match>
        </Switch>
      </fieldset>
      <span class="spoken" id={`${id()}-help`}>
        {description().help}{' '}
        {!description().live
          ? 'A change starts the run anew.'
          : props.row.owner === 'source'
            ? 'Acts from the next trial on.'
            : 'Acts at once.'}
        {props.row.locked} {references()}
      </span>
    </div>
  );
}

/** Of a text of many lines. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0];
}

function sayValue(value: SettingValue): string {
  if (typeof value === 'number') return sayNumber(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === '' ? 'empty' : firstLine(value);
}
