import { For, type JSX, Show } from 'solid-js';
import type { Commands } from '../commands';
import type { Bench } from '../lab/bench';
import type { Lab } from '../lab/lab';
import { paces, type View } from '../lab/view';
import { Lock } from '../classroom/Lock';
import { CommandButton } from './CommandButton';
import {
  InspectorIcon,
  PauseIcon,
  RedoIcon,
  ResetIcon,
  RunIcon,
  SettingsColumnIcon,
  StepTickIcon,
  StepTrialIcon,
  UndoIcon
} from './icons';
import { PanelsMenu } from './PanelsMenu';
import { SeedField } from './SeedField';
import { ThemeSwitch } from './ThemeSwitch';
import { TimeReadout } from './TimeReadout';

/** Time and its controls, always in the same place. */
export function TransportBar(props: { bench: Bench; lab: Lab; view: View; commands: Commands }): JSX.Element {
  return (
    <div class="transport" role="toolbar" aria-label="Transport">
      <CommandButton
        command={props.commands.run}
        icon={props.lab.running() ? <PauseIcon /> : <RunIcon />}
        primary
      />
      <CommandButton command={props.commands.stepTick} icon={<StepTickIcon />} />
      <CommandButton command={props.commands.stepTrial} icon={<StepTrialIcon />} />
      <CommandButton command={props.commands.reset} icon={<ResetIcon />} />
      <TimeReadout status={props.lab.status()} />
      <label class="labelled">
        <span>Speed</span>
        <select
          class="field"
          data-control="speed"
          value={props.lab.pace()}
          onChange={(event) => void props.lab.changePace(Number(event.currentTarget.value))}
        >
          <For each={paces}>{(pace) => <option value={pace.value}>{pace.label}</option>}</For>
          <Show when={paces.every(({ value }) => value !== props.lab.pace())}>
            <option value={props.lab.pace()}>{props.lab.pace()} ticks/s</option>
          </Show>
        </select>
      </label>
      <Lock control="@seed">
        <SeedField lab={props.lab} />
      </Lock>
      <span class="spring" />
      <div class="transport-end">
        <Show when={props.commands.undoEdit.when()}>
          <CommandButton command={props.commands.undoEdit} icon={<UndoIcon />} bare />
        </Show>
        <Show when={props.commands.redoEdit.when()}>
          <CommandButton command={props.commands.redoEdit} icon={<RedoIcon />} bare />
        </Show>
        <ThemeSwitch view={props.view} />
        <PanelsMenu bench={props.bench} usual={props.commands.defaultLayout} />
        <CommandButton
          command={props.commands.settings}
          icon={<SettingsColumnIcon />}
          bare
          pressed={props.view.settingsOpen()}
        />
        <CommandButton
          command={props.commands.inspector}
          icon={<InspectorIcon />}
          bare
          pressed={props.view.inspectorOpen()}
        />
        <CommandButton command={props.commands.sheet} icon={<span aria-hidden="true">?</span>} bare />
      </div>
    </div>
  );
}
