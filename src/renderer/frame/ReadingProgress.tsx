import { type JSX, Show } from 'solid-js';
import type { Reading } from '../lab/reading';

/** How far a large file has been read, and a way out. */
export function ReadingProgress(props: { reading: Reading }): JSX.Element {
  const percent = (share: number): number => Math.floor(100 * share);
  return (
    <Show when={props.reading.progress()}>
      {(progress) => (
        <div class="alert notice" role="status" data-reading>
          <span>
            {progress().doing}: {percent(progress().share)} %{' '}
            <progress
              max={100}
              value={percent(progress().share)}
              aria-label="Share of the file that was read"
            />
          </span>
          <button type="button" class="button small" onClick={() => props.reading.stop()}>
            Stop reading
          </button>
        </div>
      )}
    </Show>
  );
}
