import { For, type JSX } from 'solid-js';
import type { View } from '../lab/view';

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
    </fieldset>
  );
}
