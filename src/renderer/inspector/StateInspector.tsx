import { Index, type JSX, Show } from 'solid-js';
import type { Commands } from '../commands';
import { CommandButton } from '../frame/CommandButton';
import type { Bench } from '../lab/bench';
import { sayCount, sayNumber } from '../words';
import { EquationList } from './EquationList';
import { type Neighbour, readState, stateProbes } from './readState';
import { renewed } from './renewed';

/** The selected state of a world: what it is, where it leads, who leads there, and the equations with its numbers. */
export function StateInspector(props: { bench: Bench; commands: Commands }): JSX.Element {
  const { lab, tools } = props.bench;
  const reading = renewed(props.bench, stateProbes, () => readState(props.bench));

  const list = (title: string, entries: () => readonly Neighbour[]): JSX.Element => (
    <>
      <h3>{title}</h3>
      <ul class="partners">
        <Index each={entries()} fallback={<li class="quiet">None.</li>}>
          {(entry) => (
            <li>
              <button
                type="button"
                class="button plain small"
                onClick={() => void lab.selectUnit(entry().state)}
              >
                <span>{entry().name}</span>
                <span class="number">{sayNumber(entry().value)}</span>
              </button>
            </li>
          )}
        </Index>
      </ul>
    </>
  );

  return (
    <aside class="inspector" aria-label="Inspector">
      <Show
        when={reading()}
        fallback={
          <div class="inspector-empty quiet">
            <h2>Inspector</h2>
            <p>No state is selected. Click one in any panel, or press ] for the next.</p>
          </div>
        }
      >
        {(state) => (
          <>
            <header>
              <h2 data-readout="unit">State {state().name}</h2>
              <span class="quiet">{state().kinds.join(', ')}</span>
            </header>
            <dl class="state-facts">
              <div>
                <dt>Visits</dt>
                <dd class="number" data-readout="visits">
                  {state().visits === undefined ? '–' : sayCount(state().visits ?? 0)}
                </dd>
              </div>
              <div>
                <dt>Reward r</dt>
                <dd class="number">{sayNumber(state().reward)}</dd>
              </div>
              <Index each={state().values}>
                {(value) => (
                  <div>
                    <dt>Value V, {value().label}</dt>
                    <dd class="number">{sayNumber(value().value)}</dd>
                  </div>
                )}
              </Index>
            </dl>
            <p class="state-actions">
              <button type="button" class="button small" onClick={() => tools.toggleCue(state().state)}>
                {state().kinds.includes('cue') ? 'No cue any more' : 'Use as cue'}
              </button>
              <CommandButton command={props.commands.spread} />
            </p>
            <EquationList equations={state().equations} />
            {list('A walk from here goes to (row of M)', () => state().leadsTo)}
            {list('Walks that come here start in (column)', () => state().ledFrom)}
            {list('Moves, with their chances', () => state().moves)}
          </>
        )}
      </Show>
    </aside>
  );
}
