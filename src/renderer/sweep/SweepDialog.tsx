import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { seriesOf } from '../../figures/sweeps/bands';
import { printSweep } from '../../figures/sweeps/print';
import { sweepFigures } from '../../figures/sweeps/registry';
import { presets } from '../../presets/registry';
import { experimentAt, isFailure, type PointResult } from '../../session/sweep/plan';
import { summarise } from '../../session/sweep/summary';
import { metricsOf, pointsCsv, summaryCsv, summaryLatex } from '../../session/sweep/tables';
import { isJudged, judge } from '../../session/sweep/verdict';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { figureTheme } from '../lab/figureContext';
import { PanelDialog } from '../panels/PanelDialog';
import { fileOf, type FigureFormat } from '../panels/printedFile';
import { sayNumberOf } from '../words';
import { isOfPreset } from './experimentNow';
import { SweepForm } from './SweepForm';
import { SweepPlot } from './SweepPlot';
import { SweepTable } from './SweepTable';
import { VerdictReport } from './VerdictReport';

const printed = { widthMm: 183, heightMm: 120 } as const;

/** Plan, progress, pictures and table of a sweep. Closing it stops nothing. */
export function SweepDialog(props: { bench: Bench; host: Host; close(): void }): JSX.Element {
  const { lab, sweeper, view } = props.bench;
  const { outcomes, phase, plan, progress } = sweeper;
  const [shown, setShown] = createSignal(sweepFigures[0].id);
  const [series, setSeries] = createSignal<string>();
  const [metric, setMetric] = createSignal<string>();
  const groups = createMemo(() => summarise(outcomes()));
  const allSeries = createMemo(() => seriesOf(groups()));
  const allMetrics = createMemo(() => metricsOf(groups()));
  const figure = () => sweepFigures.find(({ id }) => id === shown()) ?? sweepFigures[0];
  const failures = () => outcomes().filter(isFailure);
  const pick = (wanted: string | undefined, all: readonly string[]): string =>
    wanted !== undefined && all.includes(wanted)
      ? wanted
      : (all.find((name) => name === 'error') ?? all[0] ?? '');
  const context = () => ({
    theme: figureTheme(view.theme()),
    axes: plan()?.axes ?? [],
    series: pick(series(), allSeries()),
    metric: pick(metric(), allMetrics())
  });
  const verdict = createMemo(() => {
    const preset = presets.find(({ id }) => id === plan()?.preset);
    if (!preset || !isJudged(preset)) return undefined;
    const said = judge(preset, outcomes());
    return said.n > 0
      ? { said, own: outcomes().filter((outcome) => isOfPreset(preset, outcome)) }
      : undefined;
  });
  const stem = () => `${plan()?.preset ?? 'engram'}-sweep`;
  const save = (name: string, bytes: Uint8Array<ArrayBuffer>): void => {
    props.host
      .saveFile(name, bytes)
      .then((saved) => saved && lab.alerts.notice(`Saved ${saved}.`, saved), lab.alerts.error);
  };
  const saveText = (name: string, text: string): void => save(name, new TextEncoder().encode(text));
  const saveFigure = async (format: FigureFormat): Promise<void> => {
    const known = plan();
    if (!known) return;
    try {
      const { metric: of, series: curve } = context();
      const made = printSweep(figure(), groups(), { plan: known, series: curve, metric: of, ...printed });
      save(`${stem()}-${figure().id}.${format}`, await fileOf(made, printed, format));
    } catch (error) {
      lab.alerts.error(error);
    }
  };
  const openRun = (result: PointResult): void => {
    const known = plan();
    if (!known) return;
    void lab.openExperiment(experimentAt(known, result));
    props.close();
  };
  const choice = (label: string, value: string, all: readonly string[], set: (name: string) => void) => (
    <label class="labelled">
      <span>{label}</span>
      <select class="field" value={value} onChange={(event) => set(event.currentTarget.value)}>
        <For each={all}>
          {(name) => (
            <option value={name} selected={name === value}>
              {name}
            </option>
          )}
        </For>
      </select>
    </label>
  );
  return (
    <PanelDialog title="Sweep" close={props.close} wide>
      <SweepForm lab={lab} start={(next) => void sweeper.start(next)} />
      <Show when={plan()}>
        {(known) => (
          <div class="sweep-results">
            <div class="sweep-row sweep-state">
              <span class="quiet">{known().experiment.title}</span>
              <progress max={progress().of} value={progress().done} aria-label="Runs that have ended" />
              <span role="status" data-readout="sweep-progress">
                {phaseWords[phase()]}: {progress().done} of {sayNumberOf(progress().of, 'run')}
                {progress().kept > 0 ? `, ${progress().kept} kept from before` : ''}
                {progress().left === undefined ? '' : `, about ${progress().left} left`}
              </span>
              <Show when={phase() === 'running'}>
                <button type="button" class="button" onClick={() => sweeper.pause()}>
                  Pause sweep
                </button>
              </Show>
              <Show
                when={
                  ['paused', 'pausing', 'stopped'].includes(phase()) ||
                  (phase() === 'ended' && failures().length > 0)
                }
              >
                <button type="button" class="button" onClick={() => void sweeper.resume()}>
                  {phase() === 'ended' ? 'Try failed runs again' : 'Go on'}
                </button>
              </Show>
              <Show when={['running', 'pausing', 'paused'].includes(phase())}>
                <button type="button" class="button" onClick={() => sweeper.stop()}>
                  Cancel sweep
                </button>
              </Show>
            </div>
            <Show when={failures()[0]}>
              {(failure) => (
                <p class="sweep-problem" role="alert">
                  {sayNumberOf(failures().length, 'run')} failed. Seed {failure().seed}: {failure().failed}
                </p>
              )}
            </Show>
            <Show when={verdict()}>
              {(judged) => <VerdictReport verdict={judged().said} outcomes={judged().own} />}
            </Show>
            <div class="sweep-row">
              <label class="labelled">
                <span>Picture</span>
                <select
                  class="field"
                  data-sweep="figure"
                  title={figure().help}
                  value={shown()}
                  onChange={(event) => setShown(event.currentTarget.value)}
                >
                  <For each={sweepFigures}>{({ id, title }) => <option value={id}>{title}</option>}</For>
                </select>
              </label>
              <Show
                when={shown() === 'sweepMetric'}
                fallback={choice('Curve', context().series, allSeries(), setSeries)}
              >
                {choice('Metric', context().metric, allMetrics(), setMetric)}
              </Show>
              <For each={['svg', 'pdf', 'png'] as const}>
                {(format) => (
                  <button
                    type="button"
                    class="button small"
                    disabled={groups().length === 0}
                    onClick={() => void saveFigure(format)}
                  >
                    Picture as {format.toUpperCase()}
                  </button>
                )}
              </For>
            </div>
            <SweepPlot figure={figure()} groups={groups()} context={context()} />
            <SweepTable groups={groups()} open={openRun} />
            <footer>
              <button
                type="button"
                class="button"
                onClick={() => saveText(`${stem()}-runs.csv`, pointsCsv(outcomes()))}
              >
                Runs as CSV
              </button>
              <button
                type="button"
                class="button"
                onClick={() => saveText(`${stem()}.csv`, summaryCsv(groups()))}
              >
                Means as CSV
              </button>
              <button
                type="button"
                class="button"
                onClick={() => saveText(`${stem()}.tex`, summaryLatex(groups()))}
              >
                Means as LaTeX
              </button>
            </footer>
          </div>
        )}
      </Show>
    </PanelDialog>
  );
}

const phaseWords = {
  none: '',
  running: 'Running',
  pausing: 'Pausing when the runs under way end',
  paused: 'Paused',
  stopped: 'Stopped',
  ended: 'Done'
} as const;
