import { For, type JSX, Match, Show, Switch } from 'solid-js';
import { expectation, type SettingDescription, type SettingValue } from '../../models/settings';
import { CloseIcon } from '../frame/icons';
import type { AxisDraft } from './plan';

/** One axis: which setting, and the values it takes, asked for in the way its kind has them. */
export function AxisFields(props: {
  draft: AxisDraft;
  settings: readonly SettingDescription[];
  /** Values the settings have now. */
  now(setting: string): SettingValue;
  change(draft: AxisDraft): void;
  remove(): void;
}): JSX.Element {
  const description = () => props.settings.find(({ name }) => name === props.draft.setting);
  const field = (name: 'from' | 'to' | 'count', label: string) => (
    <label class="labelled">
      <span>{label}</span>
      <input
        class="field sweep-number"
        inputmode="decimal"
        value={props.draft[name]}
        data-axis={name}
        onInput={(event) => props.change({ ...props.draft, [name]: event.currentTarget.value })}
      />
    </label>
  );
  const chosen = () => props.draft.list.split(',').map((text) => text.trim());
  const choices = (): readonly { value: string; label: string }[] => {
    const known = description();
    if (known?.kind === 'choice') return known.options;
    return ['true', 'false'].map((value) => ({ value, label: value === 'true' ? 'on' : 'off' }));
  };
  const toggle = (value: string, on: boolean): void => {
    const list = choices().filter((option) =>
      option.value === value ? on : chosen().includes(option.value)
    );
    props.change({ ...props.draft, list: list.map((option) => option.value).join(', ') });
  };
  return (
    <fieldset class="sweep-axis">
      <legend class="spoken">{description()?.label ?? 'Axis'}</legend>
      <label class="labelled">
        <span>Vary</span>
        <select
          class="field"
          data-axis="setting"
          title={description()?.help}
          value={props.draft.setting}
          onChange={(event) => props.change(axisOver(event.currentTarget.value, props.settings, props.now))}
        >
          <For each={props.settings}>
            {(setting) => (
              <option value={setting.name}>
                {setting.label} ({setting.name})
              </option>
            )}
          </For>
        </select>
      </label>
      <Switch
        fallback={
          <label class="labelled sweep-list">
            <span>Values</span>
            <input
              class="field"
              data-axis="list"
              title={description() && `Each ${expectation(description()!)}`}
              value={props.draft.list}
              onInput={(event) => props.change({ ...props.draft, list: event.currentTarget.value })}
            />
          </label>
        }
      >
        <Match when={description()?.kind === 'choice' || description()?.kind === 'toggle'}>
          <span class="sweep-choices">
            <For each={choices()}>
              {({ label, value }) => (
                <label class="labelled">
                  <input
                    type="checkbox"
                    checked={chosen().includes(value)}
                    onChange={(event) => toggle(value, event.currentTarget.checked)}
                  />
                  {label}
                </label>
              )}
            </For>
          </span>
        </Match>
        <Match when={description()?.kind === 'number' && props.draft.form !== 'list'}>
          {field('from', 'from')} {field('to', 'to')} {field('count', 'values')}
        </Match>
      </Switch>
      <Show when={description()?.kind === 'number'}>
        <select
          class="field"
          aria-label="How the values are given"
          data-axis="form"
          value={props.draft.form}
          onChange={(event) =>
            props.change({ ...props.draft, form: event.currentTarget.value as AxisDraft['form'] })
          }
        >
          <option value="list">a list</option>
          <option value="linear">equal steps</option>
          <option value="log">equal ratios</option>
        </select>
      </Show>
      <button
        type="button"
        class="button plain icon small"
        aria-label="Remove this axis"
        onClick={() => props.remove()}
      >
        <CloseIcon />
      </button>
    </fieldset>
  );
}

/** An axis with a first guess at its values: those around the value it has, or all there are. */
export function axisOver(
  setting: string,
  settings: readonly SettingDescription[],
  now: (setting: string) => SettingValue
): AxisDraft {
  const description = settings.find(({ name }) => name === setting);
  const draft = { setting, form: 'list', from: '', to: '', count: '5' } as const;
  if (description?.kind === 'choice')
    return { ...draft, list: description.options.map(({ value }) => value).join(', ') };
  if (description?.kind === 'toggle') return { ...draft, list: 'true, false' };
  if (description?.kind !== 'number') return { ...draft, list: `${now(setting)};` };
  const { integer, max, min, scale } = description;
  const at = Number(now(setting));
  const held = (value: number): number => {
    const inside = Math.min(max, Math.max(min, value));
    return Number((integer ? Math.round(inside) : inside).toPrecision(3));
  };
  const around = at === 0 ? [0, min + 0.1 * (max - min)] : [at / 2, at, at * 2];
  const list = [...new Set([...around.slice(0, -1).map(held), held(around[around.length - 1])])];
  const [from, to] = [held(at === 0 ? min : at / 10), held(at === 0 ? max : at * 10)];
  return {
    ...draft,
    form: 'list',
    list: list.join(', '),
    from: String(scale === 'log' && from <= 0 ? held(at / 10) : from),
    to: String(to)
  };
}
