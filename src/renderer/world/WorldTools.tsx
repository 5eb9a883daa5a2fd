import { For, type JSX, Show } from 'solid-js';
import type { WorldTools as Tools } from './tools';

/** The tools over the map of the world, with what the chosen one needs to know and does. */
export function WorldTools(props: { tools: Tools }): JSX.Element {
  const { tools } = props;
  const number = (text: string, set: (value: number) => void, least: number): void => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value >= least) set(value);
  };
  return (
    <div class="world-tools" role="toolbar" aria-label="World tools">
      <For each={tools.offered()}>
        {({ tool, label, help }) => (
          <button
            type="button"
            class="button small"
            aria-pressed={tools.tool() === tool}
            title={help}
            onClick={() => tools.setTool(tool)}
          >
            {label}
          </button>
        )}
      </For>
      <Show when={tools.tool() === 'reward'}>
        <label class="labelled small">
          <span>Size</span>
          <input
            class="field tiny"
            inputmode="decimal"
            value={tools.reward()}
            onChange={(event) => number(event.currentTarget.value, tools.setReward, Number.NEGATIVE_INFINITY)}
          />
        </label>
        <label class="labelled small">
          <input
            type="checkbox"
            checked={tools.terminal()}
            onChange={(event) => tools.setTerminal(event.currentTarget.checked)}
          />
          <span>ends the episode</span>
        </label>
      </Show>
      <Show when={tools.tool() === 'edge'}>
        <label class="labelled small">
          <span>Weight</span>
          <input
            class="field tiny"
            inputmode="decimal"
            value={tools.weight()}
            onChange={(event) => number(event.currentTarget.value, tools.setWeight, 0)}
          />
        </label>
      </Show>
      <Show when={tools.tool() !== 'select'}>
        <span class="quiet world-hint">{tools.hint()}</span>
      </Show>
    </div>
  );
}
