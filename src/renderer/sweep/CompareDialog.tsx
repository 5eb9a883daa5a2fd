import { createMemo, For, type JSX, Show } from 'solid-js';
import { seriesOf } from '../../figures/sweeps/bands';
import { overlay } from '../../figures/sweeps/overlay';
import { type PointResult, isFailure } from '../../session/sweep/plan';
import { compareSubjects, differencesOf } from '../../session/sweep/comparison';
import { differingSettings } from '../../session/sweep/tables';
import type { Bench } from '../lab/bench';
import { figureTheme } from '../lab/figureContext';
import { PanelDialog } from '../panels/PanelDialog';
import { sayNumber } from '../words';
import { SweepPlot } from './SweepPlot';
import { SweepTable } from './SweepTable';

/** Runs set aside, side by side: what differs in their settings, and what came of it. */
export function CompareDialog(props: { bench: Bench; close(): void }): JSX.Element {
  const { keptRuns, lab, view } = props.bench;
  const groups = createMemo(() => compareSubjects(keptRuns.all()));
  const differences = () => differencesOf(groups());
  const context = () => {
    const all = seriesOf(groups());
    return {
      theme: figureTheme(view.theme()),
      axes: differingSettings(groups()).map((setting) => ({
        setting,
        values: groups().map(({ settings }) => settings[setting] ?? '')
      })),
      series: all.includes('error') ? 'error' : (all[0] ?? ''),
      metric: ''
    };
  };
  const open = (result: PointResult): void => {
    const subject = keptRuns
      .all()
      .find(({ outcomes }) => outcomes.some((own) => !isFailure(own) && own.stateHash === result.stateHash));
    if (!subject) return;
    void lab.openExperiment(subject.experiment);
    props.close();
  };
  return (
    <PanelDialog title="Compare runs" close={props.close} wide>
      <div class="sweep-form">
        <div class="sweep-row">
          <button
            type="button"
            class="button primary"
            disabled={lab.running()}
            title={lab.running() ? 'Pause the run first' : 'Sets aside what the open run has given by now'}
            onClick={() => void keptRuns.keep().catch(lab.alerts.error)}
          >
            Keep this run
          </button>
          <span class="quiet">
            {lab.running()
              ? 'Pause the run to keep it.'
              : 'Kept runs stay in this browser until they are forgotten.'}
          </span>
        </div>
        <Show when={keptRuns.all().length > 0}>
          <ul class="kept-runs">
            <For each={keptRuns.all()}>
              {({ name }) => (
                <li>
                  {name}{' '}
                  <button
                    type="button"
                    class="button small"
                    aria-label={`Forget ${name}`}
                    onClick={() => keptRuns.forget(name)}
                  >
                    Forget
                  </button>
                </li>
              )}
            </For>
          </ul>
          <SweepPlot figure={overlay} groups={groups()} context={context()} />
          <SweepTable groups={groups()} open={open} />
          <Show when={differences().length > 0}>
            <section class="verdict" aria-label="Differences">
              <p>
                Differences to the first kept run, where the seed is the same (n = 1 tells nothing of chance):
              </p>
              <ul>
                <For each={differences()}>
                  {({ effect, metric, to }) => (
                    <li>
                      {metric}, {String(to.of ?? '')}: {sayNumber(effect.difference)}
                    </li>
                  )}
                </For>
              </ul>
            </section>
          </Show>
        </Show>
      </div>
    </PanelDialog>
  );
}
