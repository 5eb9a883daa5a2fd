import { For, type JSX, Show } from 'solid-js';
import { isFailure, type PointOutcome } from '../../session/sweep/plan';
import type { Verdict } from '../../session/sweep/verdict';
import { sayFixed, sayNumber } from '../words';

/** What a preset's verdict rests on: each goal over seeds, each comparison with its effect. */
export function VerdictReport(props: { verdict: Verdict; outcomes: readonly PointOutcome[] }): JSX.Element {
  const told = (goal: number): string =>
    props.outcomes
      .flatMap((outcome) => {
        const own = isFailure(outcome) ? undefined : outcome.goals?.[goal];
        return own
          ? [`${outcome.seed}: ${own.told === null ? '–' : sayNumber(own.told)}${own.holds ? ' ✓' : ' ✗'}`]
          : [];
      })
      .join(', ');
  return (
    <section class="verdict" aria-label="Verdict">
      <p>
        <b data-readout="sweep-verdict">
          {props.verdict.answer}, n = {props.verdict.n}
        </b>
        <Show when={props.verdict.goals}>
          {(goals) => (
            <span>
              {' '}
              All goals held with {goals().held} of {props.verdict.n} seeds (95 % interval of the share{' '}
              {sayFixed(goals().share.low, 2)} to {sayFixed(goals().share.high, 2)}).
            </span>
          )}
        </Show>
      </p>
      <ul>
        <For each={props.verdict.goals?.each}>
          {({ held, label, told: summary }, g) => (
            <li title={`Seed: value. ${told(g())}`}>
              {label}: held with {held} of {props.verdict.n}
              <Show when={summary.n > 0}>
                , mean {sayNumber(summary.mean)}
                <Show when={summary.interval}>
                  {(interval) => ` [${sayNumber(interval().low)}, ${sayNumber(interval().high)}]`}
                </Show>
              </Show>
              <span class="quiet"> ({told(g())})</span>
            </li>
          )}
        </For>
        <For each={props.verdict.comparisons}>
          {({ answer, effect, label }) => (
            <li>
              {label}: {answer}, n = {effect.n}
              <Show when={effect.n > 0}>
                , difference {sayNumber(effect.difference)}
                <Show when={effect.interval}>
                  {(interval) => ` [${sayNumber(interval().low)}, ${sayNumber(interval().high)}]`}
                </Show>
                , d = {sayNumber(effect.size)}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
