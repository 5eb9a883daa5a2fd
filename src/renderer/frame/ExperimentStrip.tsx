import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from 'solid-js';
import { Lock } from '../classroom/Lock';
import type { Commands } from '../commands';
import type { Lab } from '../lab/lab';
import { presetsOf } from '../lab/labs';
import type { View } from '../lab/view';
import { CommandButton } from './CommandButton';
import { CommandMenu } from './CommandMenu';
import { FileIcon } from './icons';
import { VerdictChip } from '../sweep/VerdictChip';
import type { Sweeper } from '../sweep/sweeper';
import { RecentMenu } from './RecentMenu';
import type { RecentItem } from '../palette/items';
import { Metric } from './Metric';

/** Pixels of height below which the panels need the room more; a click shows the question all the same. */
const roomForQuestion = { usual: 800, large: 1000 };

/** Where the window is this narrow, or the type large, what is wanted seldom waits in a menu, so that one row is enough. */
const tight = matchMedia('(max-width: 1200px)');

/** Which experiment this is: the preset with its question, or the file it reads. */
export function ExperimentStrip(props: {
  lab: Lab;
  view: View;
  commands: Commands;
  sweeper: Sweeper;
  recent: readonly RecentItem[];
  /** Something is read beside the panels, which need the room more. */
  crowded: boolean;
}): JSX.Element {
  const [narrow, setNarrow] = createSignal(tight.matches);
  const measure = (): void => void setNarrow(tight.matches);
  tight.addEventListener('change', measure);
  onCleanup(() => tight.removeEventListener('change', measure));
  const large = () => props.view.theme() === 'projector';
  const short = () => narrow() || large();
  const cleans = () => props.lab.opened()?.experiment.model.id === 'corpus';
  const seldom = () => [
    ...(cleans() ? [props.commands.learnFromRaw] : []),
    props.commands.branch,
    props.commands.liveInput,
    ...(props.lab.kind() === 'maps' ? [props.commands.largeGraph] : []),
    ...(props.lab.opened()?.experiment.model.id === 'devices' ? [props.commands.measureDevices] : [])
  ];
  const hasRoom = () => window.innerHeight >= roomForQuestion[large() ? 'large' : 'usual'];
  const [open, setOpen] = createSignal(hasRoom());
  createEffect(on(large, () => setOpen((shown) => shown && hasRoom()), { defer: true }));
  createEffect(
    on(
      () => props.crowded,
      (crowded) => crowded && setOpen(false)
    )
  );
  const presets = () => presetsOf(props.lab.kind());
  const choose = (id: string): void => {
    const chosen = presets().find((preset) => preset.id === id);
    if (chosen) void props.lab.openPreset(chosen);
  };
  return (
    <section class="experiment" aria-label="Experiment">
      <div class="experiment-choice">
        <Lock control="@preset">
          <label class="labelled">
            <span class="preset-word">Preset</span>
            <select
              class="field preset"
              data-control="preset"
              value={props.lab.preset()?.id ?? ''}
              onChange={(event) => choose(event.currentTarget.value)}
            >
              <Show when={!props.lab.preset()}>
                <option value="">{props.lab.opened()?.experiment.title ?? 'none'}</option>
              </Show>
              <For each={presets()}>{(preset) => <option value={preset.id}>{preset.title}</option>}</For>
            </select>
          </label>
        </Lock>
        <CommandButton command={props.commands.openFile} icon={<FileIcon />} />
        <Show when={props.recent.length > 0}>
          <RecentMenu files={props.recent} clear={props.commands.clearRecent} />
        </Show>
        <CommandMenu
          label="Save"
          help="What can be kept of this run, or passed on"
          commands={[
            props.commands.saveExperiment,
            props.commands.exportData,
            props.commands.copyLink,
            props.commands.prepareClass,
            props.commands.saveTape
          ]}
        />
        <CommandButton command={props.commands.sweep} />
        <CommandButton command={props.commands.compare} />
        <Show when={cleans()}>
          <CommandButton command={props.commands.learnFromKept} />
        </Show>
        <Show when={!short()}>
          <For each={seldom()}>{(command) => <CommandButton command={command} />}</For>
        </Show>
        <Show when={props.lab.kind() === 'learning'}>
          <CommandMenu
            label="Experiments"
            help="Experiments over many networks, in one click"
            commands={[props.commands.sweepDepth, props.commands.sweepRadius]}
          />
        </Show>
        <Show when={props.lab.kind() === 'codes'}>
          <CommandButton command={props.commands.sweepBeta} />
        </Show>
        <Show when={props.lab.kind() === 'maps'}>
          <CommandButton command={props.commands.newWorld} />
          <CommandButton command={props.commands.spread} />
        </Show>
        <Show when={short()}>
          <CommandMenu label="More" help="What is wanted now and then" commands={seldom()} />
        </Show>
        <Show
          when={props.lab.preset()}
          fallback={<p class="quiet source-note">{props.lab.opened()?.sourceNote}</p>}
        >
          <button
            type="button"
            class="button link"
            aria-expanded={open()}
            aria-controls="question"
            onClick={() => setOpen(!open())}
          >
            {open() ? 'Hide the question' : 'Show the question'}
          </button>
        </Show>
      </div>
      <Show when={open() && props.lab.preset()}>
        {(preset) => (
          <dl class="question" id="question">
            <div>
              <dt>Claim</dt>
              <dd>{preset().claim}</dd>
            </div>
            <div>
              <dt>Prediction</dt>
              <dd>{preset().prediction}</dd>
            </div>
            <div>
              <dt>Metric</dt>
              <dd>
                <Metric lab={props.lab} name={preset().metric} />
                <VerdictChip preset={preset()} sweeper={props.sweeper} />
              </dd>
            </div>
          </dl>
        )}
      </Show>
    </section>
  );
}
