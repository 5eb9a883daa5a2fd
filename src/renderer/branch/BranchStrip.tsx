import { For, type JSX, Show } from 'solid-js';
import type { Bench } from '../lab/bench';
import type { BranchSide } from './branching';

/** Above the two runs: where the branch left, what differs, whose settings the column shows, and the ways out. */
export function BranchStrip(props: { branching: Bench['branching'] }): JSX.Element {
  const choice = (side: BranchSide, label: string): JSX.Element => (
    <label class="branch-choice">
      <input
        type="radio"
        name="branch-side"
        checked={props.branching.side() === side}
        onChange={() => props.branching.choose(side)}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <section class="branch-strip" aria-label="Branch">
      <strong>
        Branch from tick <span data-readout="branch-tick">{props.branching.branch()?.tick}</span>
      </strong>
      <fieldset class="branch-sides">
        <legend class="spoken">Which side settings, undo, reset and saving mean</legend>
        <span class="quiet">Settings of</span>
        {choice('run', 'run A')}
        {choice('branch', 'branch B')}
      </fieldset>
      <span data-readout="branch-differences">
        <Show
          when={props.branching.differences().length > 0}
          fallback={<span class="quiet">No setting differs yet: both go the same way.</span>}
        >
          <For each={props.branching.differences()}>
            {({ branch, run, setting }) => (
              <span class="branch-difference">
                {setting}: A {String(run ?? 'none')}, B {String(branch ?? 'none')}
              </span>
            )}
          </For>
        </Show>
      </span>
      <span class="spring" />
      <button type="button" class="button" onClick={() => void props.branching.keep()}>
        Go on with branch B
      </button>
      <button type="button" class="button" onClick={() => props.branching.close()}>
        Close branch
      </button>
    </section>
  );
}
