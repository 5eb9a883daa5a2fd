import { type JSX, Show } from 'solid-js';
import type { Reproductions } from '../lab/reproduce';

/** How far the run of a figure has come on its way back, and a way out. */
export function ReproductionProgress(props: { reproductions: Reproductions }): JSX.Element {
  const percent = (of: { ticks: number; of: number }): number => Math.floor((100 * of.ticks) / of.of);
  return (
    <Show when={props.reproductions.progress()}>
      {(progress) => (
        <div class="alert notice" role="status" data-reproduction>
          <span>
            Running '{progress().title}' to the moment of the figure: {percent(progress())} %{' '}
            <progress
              max={progress().of}
              value={progress().ticks}
              aria-label="Ticks made of those of the figure"
            />
          </span>
          <button type="button" class="button small" onClick={() => props.reproductions.cancel()}>
            Stop here
          </button>
        </div>
      )}
    </Show>
  );
}
