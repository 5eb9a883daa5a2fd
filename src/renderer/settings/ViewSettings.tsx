import { For, type JSX } from 'solid-js';
import type { View } from '../lab/view';
import { sounds, soundWords } from '../sound/sound';

const spans = [100, 200, 500, 1000, 2000, 4000];
const everyNth = [1, 2, 5, 10, 30];

/** How the panels are drawn; nothing here enters the run. */
export function ViewSettings(props: { view: View; defaultSpan: number }): JSX.Element {
  return (
    <fieldset class="settings-group">
      <legend>View</legend>
      <div class="setting">
        <label class="setting-name" for="view-span">
          Time shown
        </label>
        <select
          class="field setting-wide"
          id="view-span"
          value={props.view.span()}
          onChange={(event) => props.view.setSpan(Number(event.currentTarget.value))}
        >
          <option value={0}>whole trials ({props.defaultSpan} ticks)</option>
          <For each={spans}>{(ticks) => <option value={ticks}>{ticks} ticks</option>}</For>
        </select>
      </div>
      <div class="setting">
        <label class="setting-name" for="view-every">
          Draw
        </label>
        <select
          class="field setting-wide"
          id="view-every"
          value={props.view.drawEvery()}
          onChange={(event) => props.view.setDrawEvery(Number(event.currentTarget.value))}
        >
          <For each={everyNth}>
            {(n) => <option value={n}>{n === 1 ? 'every frame' : `every ${n} frames`}</option>}
          </For>
        </select>
      </div>
      <div class="setting">
        <label class="setting-name" for="view-sound">
          Sound
        </label>
        <select
          class="field setting-wide"
          id="view-sound"
          title="A spike is a click, the first unit at the left and the last at the right; the loss of a trial is a tone, two octaves from no loss to the largest so far. Silent while time is held."
          value={props.view.sound.choice()}
          onChange={(event) =>
            props.view.sound.choose(sounds.find((each) => each === event.currentTarget.value) ?? 'off')
          }
        >
          <For each={sounds}>{(choice) => <option value={choice}>{soundWords[choice]}</option>}</For>
        </select>
      </div>
      <div class="setting">
        <label class="setting-name" for="view-volume">
          Volume
        </label>
        <input
          class="setting-slider"
          type="range"
          id="view-volume"
          min="0"
          max="1"
          step="0.05"
          value={props.view.sound.volume()}
          onInput={(event) => props.view.sound.setVolume(event.currentTarget.valueAsNumber)}
        />
      </div>
    </fieldset>
  );
}
