import { createMemo, createSignal, Index, type JSX, Show } from 'solid-js';
import type { SettingValue } from '../../models/settings';
import { type SweepPlan, sweepPoints } from '../../session/sweep/plan';
import type { Lab } from '../lab/lab';
import { sayNumberOf } from '../words';
import { AxisFields, axisOver } from './AxisFields';
import { experimentNow, presetNow, sweptSettings } from './experimentNow';
import { type AxisDraft, planOf } from './plan';

/** Trials of each run where no preset says how many are enough. */
const usualTrials = 100;
/** The least of which a share can be told from one half. */
const usualSeeds = 5;

/** What to sweep over: axes, seeds, trials, all combinations or some. */
export function SweepForm(props: { lab: Lab; start(plan: SweepPlan): void }): JSX.Element {
  const settings = () => sweptSettings(experimentNow(props.lab));
  const now = (name: string): SettingValue =>
    ({ ...props.lab.sourceSettings(), ...props.lab.settings() })[name] ?? '';
  const first = (): string =>
    settings().find(({ name }) => name === 'learningRate' || name === 'beta')?.name ??
    settings().find(({ kind }) => kind === 'number')?.name ??
    settings()[0].name;
  const [axes, setAxes] = createSignal<readonly AxisDraft[]>([axisOver(first(), settings(), now)]);
  const [seeds, setSeeds] = createSignal(String(usualSeeds));
  const [trials, setTrials] = createSignal(String(props.lab.preset()?.trials ?? usualTrials));
  const [draws, setDraws] = createSignal('');

  const made = createMemo((): { plan: SweepPlan } | { problem: string } => {
    try {
      const plan = planOf(
        {
          axes: axes(),
          seeds: numberFrom(seeds()),
          trials: numberFrom(trials()),
          ...(draws().trim() !== '' && { draws: numberFrom(draws()) })
        },
        experimentNow(props.lab),
        settings(),
        presetNow(props.lab, numberFrom(trials()))?.id
      );
      return { plan };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  });
  const plan = () => {
    const known = made();
    return 'plan' in known ? known.plan : undefined;
  };
  const problem = () => {
    const known = made();
    return 'problem' in known ? known.problem : undefined;
  };
  const count = (): string => {
    const known = plan();
    if (!known) return '';
    const runs = sweepPoints(known).length;
    return `${sayNumberOf(runs / known.seeds.length, 'combination')}, ${sayNumberOf(runs, 'run')}`;
  };
  const change = (at: number, draft: AxisDraft): void => {
    setAxes((all) => all.map((own, k) => (k === at ? draft : own)));
  };
  const add = (): void => {
    const free = settings().find(({ name }) => !axes().some(({ setting }) => setting === name));
    if (free) setAxes((all) => [...all, axisOver(free.name, settings(), now)]);
  };
  const number = (
    label: string,
    value: () => string,
    set: (text: string) => void,
    name: string,
    help: string
  ) => (
    <label class="labelled" title={help}>
      <span>{label}</span>
      <input
        class="field sweep-number"
        inputmode="numeric"
        data-sweep={name}
        value={value()}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
  return (
    <form
      class="sweep-form"
      onSubmit={(event) => {
        event.preventDefault();
        const known = plan();
        if (known) props.start(known);
      }}
    >
      <Index each={axes()}>
        {(draft, k) => (
          <AxisFields
            draft={draft()}
            settings={settings()}
            now={now}
            change={(next) => change(k, next)}
            remove={() => setAxes((all) => all.filter((_, other) => other !== k))}
          />
        )}
      </Index>
      <div class="sweep-row">
        <button type="button" class="button" onClick={add}>
          Vary another setting
        </button>
        {number('Seeds', seeds, setSeeds, 'seeds', "As many seeds, from the experiment's own on.")}
        {number('Trials', trials, setTrials, 'trials', 'Trials each run makes.')}
        {number(
          'At random',
          draws,
          setDraws,
          'draws',
          'Only so many combinations, drawn at random; all if empty.'
        )}
        <span class="quiet" role="status" data-readout="sweep-count">
          {count()}
        </span>
        <button type="submit" class="button primary" disabled={!plan()}>
          Start sweep
        </button>
      </div>
      <Show when={problem()}>
        {(message) => (
          <p class="sweep-problem" role="alert">
            {message()}
          </p>
        )}
      </Show>
    </form>
  );
}

const numberFrom = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
