import { createSignal, For, type JSX, Show } from 'solid-js';
import { settingGroups } from '../../models/settings';
import { lessonsOf } from '../../presets/lessons/registry';
import type { ClassSettings, ControlAccess } from '../../session/classroom';
import { SymbolText } from '../frame/SymbolText';
import type { Lab } from '../lab/lab';
import { labNamed } from '../lab/labs';
import { settingRows } from '../lab/settingRows';
import { PanelDialog } from '../panels/PanelDialog';
import { barControls, type Classroom, classWords } from './classroom';
import { PromptFields } from './PromptFields';

type Access = ControlAccess | 'shown';

/** Where a teacher decides what a class sees of the open experiment, and hands it on. */
export function PrepareDialog(props: {
  lab: Lab;
  classroom: Classroom;
  /** Hand on what is prepared: as a link, where there are addresses, and as a file. */
  copyLink: (() => void) | undefined;
  save(): void;
  close(): void;
}): JSX.Element {
  const { classroom, lab } = props;
  const start: ClassSettings = classroom.settings() ?? { version: 1, controls: {} };
  const [settings, setSettings] = createSignal(start);
  const rows = settingRows(lab).filter(({ inUse }) => inUse);
  const figures = () => labNamed(lab.kind()).figures;
  const groups = [
    { group: 'Bars', controls: barControls.map(({ label, name }) => ({ name, label, symbol: '' })) },
    ...settingGroups.map((group) => ({
      group,
      controls: rows
        .filter(({ description }) => description.group === group)
        .map(({ description: { label, name, symbol } }) => ({ name, label, symbol: symbol ?? '' }))
    }))
  ].filter(({ controls }) => controls.length > 0);

  const accessOf = (name: string): Access => settings().controls[name] ?? 'shown';
  const setAccess = (names: readonly string[], access: Access): void => {
    const kept = Object.entries(settings().controls).filter(([name]) => !names.includes(name));
    const added = access === 'shown' ? [] : names.map((name) => [name, access] as const);
    setSettings({ ...settings(), controls: Object.fromEntries([...kept, ...added]) });
  };
  /** What all of them have; a mixture has no name. */
  const common = (names: readonly string[]): Access | '' => {
    const all = new Set(names.map(accessOf));
    return all.size === 1 ? [...all][0] : '';
  };
  const shownPanels = (): readonly string[] => settings().panels ?? figures().map(({ id }) => id);
  const setPanel = (id: string, on: boolean): void => {
    const wanted = new Set(shownPanels());
    if (on) wanted.add(id);
    else wanted.delete(id);
    const list = figures()
      .map((figure) => figure.id)
      .filter((one) => wanted.has(one));
    const { panels: _, ...rest } = settings();
    setSettings(list.length === figures().length ? rest : { ...rest, panels: list });
  };
  const setLesson = (id: string): void => {
    const { lesson: _, ...rest } = settings();
    setSettings(id === '' ? rest : { ...rest, lesson: id });
  };
  const isPlain = (): boolean => {
    const { controls, lesson, panels, prompt } = settings();
    return Object.keys(controls).length === 0 && !panels && !lesson && !prompt;
  };
  /** Takes effect when the dialog is left; the teacher goes on seeing everything. */
  const use = (): void => {
    classroom.prepare(isPlain() ? undefined : settings());
    classroom.setShowsAll(true);
  };
  const after = (act: () => void): void => {
    use();
    props.close();
    act();
  };

  return (
    <PanelDialog title="Prepare for a class" wide close={props.close}>
      <p class="quiet">
        Whoever opens the link or the file sees this. The run stays the same, to the bit. It is for teaching:
        everyone can show all controls again.
      </p>
      <div class="prepare">
        <section aria-label="Controls" class="prepare-controls">
          <h3>Controls</h3>
          <For each={groups}>
            {({ controls, group }) => {
              const names = controls.map(({ name }) => name);
              return (
                <fieldset class="settings-group">
                  <legend>{group}</legend>
                  <AccessChoice
                    label={`All of ${group}`}
                    words="all"
                    value={common(names)}
                    change={(access) => setAccess(names, access)}
                  />
                  <For each={controls}>
                    {({ label, name, symbol }) => (
                      <AccessChoice
                        label={label}
                        symbol={symbol}
                        value={accessOf(name)}
                        change={(access) => setAccess([name], access)}
                      />
                    )}
                  </For>
                </fieldset>
              );
            }}
          </For>
        </section>
        <section aria-label="Panels" class="prepare-panels">
          <h3>Panels</h3>
          <For each={figures()}>
            {({ id, title }) => (
              <label class="prepare-panel">
                <input
                  type="checkbox"
                  checked={shownPanels().includes(id)}
                  onChange={(event) => setPanel(id, event.currentTarget.checked)}
                />
                <span>{title}</span>
              </label>
            )}
          </For>
          <h3>Lesson</h3>
          <label class="labelled">
            <span>Begins with</span>
            <select
              class="field prepare-lesson"
              value={settings().lesson ?? ''}
              onChange={(event) => setLesson(event.currentTarget.value)}
            >
              <option value="">no lesson</option>
              <For each={lessonsOf(lab.kind())}>{({ id, title }) => <option value={id}>{title}</option>}</For>
            </select>
          </label>
          <PromptFields
            prompt={settings().prompt}
            probes={lab.opened()?.probes ?? []}
            change={(prompt) => {
              const { prompt: _, ...rest } = settings();
              setSettings(prompt ? { ...rest, prompt } : rest);
            }}
          />
        </section>
      </div>
      <footer class="dialog-foot">
        <span class="quiet" role="status">
          {isPlain() ? 'As usual: nothing is prepared.' : `${capital(classWords(settings()))}.`}
        </span>
        <span class="spring" />
        <Show when={props.copyLink}>
          {(copy) => (
            <button type="button" class="button" onClick={() => after(() => copy()())}>
              Copy link
            </button>
          )}
        </Show>
        <button type="button" class="button" onClick={() => after(props.save)}>
          Save as file
        </button>
        <button
          type="button"
          class="button primary"
          onClick={() => {
            use();
            classroom.setShowsAll(false);
            props.close();
          }}
        >
          See it as the class does
        </button>
      </footer>
    </PanelDialog>
  );
}

function AccessChoice(props: {
  label: string;
  symbol?: string;
  /** Instead of the label, for the eye. */
  words?: string;
  value: Access | '';
  change(access: Access): void;
}): JSX.Element {
  return (
    <label class="prepare-control">
      <span classList={{ quiet: props.words !== undefined }}>
        {props.words ?? props.label}{' '}
        <span class="quiet">
          <SymbolText text={props.symbol ?? ''} />
        </span>
      </span>
      <select
        class="field"
        aria-label={`${props.label}: shown, locked or hidden`}
        value={props.value}
        onChange={(event) => props.change(event.currentTarget.value as Access)}
      >
        <Show when={props.value === ''}>
          <option value="">mixed</option>
        </Show>
        <option value="shown">show</option>
        <option value="locked">lock</option>
        <option value="hidden">hide</option>
      </select>
    </label>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
