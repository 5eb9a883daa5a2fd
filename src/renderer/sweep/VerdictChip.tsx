import { createMemo, createSignal, type JSX, Show } from 'solid-js';
import { judge, isJudged, verdictAxes } from '../../session/sweep/verdict';
import { version } from '../../session/version';
import type { Preset } from '../../session/experiment';
import { sayNumberOf } from '../words';
import type { Sweeper } from './sweeper';

/** The preset's verdict over seeds, as far as its sweep has come, and the way to one. */
export function VerdictChip(props: { preset: Preset; sweeper: Sweeper }): JSX.Element {
  const [seeds, setSeeds] = createSignal(5);
  const verdict = createMemo(() => {
    const own = props.sweeper.plan()?.preset === props.preset.id;
    const outcomes = own ? props.sweeper.outcomes() : [];
    const said = outcomes.length > 0 ? judge(props.preset, outcomes) : undefined;
    return said && said.n > 0 ? said : undefined;
  });
  const start = (): void => {
    const { experiment, id, trials } = props.preset;
    void props.sweeper.start({
      sweep: 1,
      version,
      preset: id,
      experiment,
      axes: verdictAxes(props.preset),
      seeds: Array.from({ length: seeds() }, (_, k) => experiment.seed + k),
      trials,
      backend: 'wasm'
    });
    props.sweeper.setShown(true);
  };
  return (
    <Show when={isJudged(props.preset)}>
      <div class="verdict-row">
        <button
          type="button"
          class="button small verdict-chip"
          data-answer={verdict()?.answer ?? 'undecided'}
          data-readout="verdict-chip"
          title="What the verdict over seeds rests on"
          disabled={!verdict()}
          onClick={() => props.sweeper.setShown(true)}
        >
          {marks[verdict()?.answer ?? 'undecided']} {verdict()?.answer ?? 'undecided'}, n ={' '}
          {verdict()?.n ?? 0}
        </button>
        <button
          type="button"
          class="button small"
          title="Runs the preset with as many seeds on all cores, and judges its prediction"
          onClick={start}
        >
          Run {sayNumberOf(seeds(), 'seed')}
        </button>
        <input
          class="field sweep-number"
          type="number"
          min="1"
          max="200"
          aria-label="Runs to judge by"
          value={seeds()}
          onChange={(event) => {
            const wanted = Math.round(event.currentTarget.valueAsNumber);
            if (wanted >= 1 && wanted <= 200) setSeeds(wanted);
            event.currentTarget.value = String(seeds());
          }}
        />
      </div>
    </Show>
  );
}

const marks = { supported: '✓', 'not supported': '✗', undecided: '?' } as const;
