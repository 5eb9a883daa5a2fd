import {
  createEffect,
  createMemo,
  createResource,
  createSignal,
  createUniqueId,
  For,
  type JSX,
  onCleanup,
  Show
} from 'solid-js';
import { composeFigures, mostPanels } from '../../figures/compose';
import { printedSvg } from '../../figures/exportFigure';
import type { Figure } from '../../figures/figure';
import { sayLacking } from '../../figures/lackingLetters';
import { themes } from '../../figures/theme';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { figureContext } from '../lab/figureContext';
import { recordedSpan } from '../lab/recordedSpan';
import { labNamed } from '../lab/labs';
import { collectedRecording } from './collected';
import { fileOf, figureFormats, lackingInPdf } from './printedFile';
import { type FigureChoices, figureWidths, keepChoices, keptChoices, within } from './figureChoices';
import { PanelDialog } from './PanelDialog';
import { RangeFields } from './RangeFields';
import { chosenTicks, type RangeChoice, type TickRange, timeOf } from './timeRange';

/** Panels of the lab as one figure: which, in which order, of which time, how wide and high, with a look at it before it is saved. */
export function ComposeDialog(props: {
  first: string;
  bench: Bench;
  host: Host;
  close(): void;
}): JSX.Element {
  const { lab, view } = props.bench;
  const [choices, setChoices] = createSignal<FigureChoices>(keptChoices());
  const [chosen, setChosen] = createSignal<readonly string[]>([props.first]);
  const [problem, setProblem] = createSignal<string>();
  const choose = (changes: Partial<FigureChoices>): void => {
    setChoices((before) => ({ ...before, ...changes }));
    keepChoices(choices());
  };
  const problemId = createUniqueId();
  // The figure and its recipe are of one moment: time holds still meanwhile.
  const [fetched] = createResource(async () => {
    await lab.pause();
    await props.bench.pasts.settled();
    const shown = await props.bench.pasts.recipe();
    const now = lab.scrubbed() === undefined ? shown : await lab.client.ask('recipe', {});
    return { shown, now };
  });
  const visible = (): TickRange => {
    const { until = lab.status()!.clock.tick, windowTicks } = figureContext(props.bench)!;
    return { from: Math.max(0, until - windowTicks), to: until };
  };
  const shape = () => lab.opened()!.shape;
  const [range, setRange] = createSignal<RangeChoice>({
    kind: 'visible',
    from: timeOf(visible().from, shape()),
    to: timeOf(visible().to, shape())
  });
  // Reading one that failed would throw. What was recorded reaches to now, whatever moment is shown.
  const recipe = () =>
    fetched.error ? undefined : fetched()?.[range().kind === 'visible' ? 'shown' : 'now'];
  // All that was recorded is fetched when it is first asked for.
  const [asked, setAsked] = createSignal(false);
  const [collected] = createResource(
    () => asked() && recipe() !== undefined,
    async () => collectedRecording(await lab.client.ask('collect', {}))
  );
  const whole = () => (collected.error ? undefined : collected());
  const chooseRange = (changes: Partial<RangeChoice>): void => {
    if (changes.kind && changes.kind !== 'visible') setAsked(true);
    setRange((before) => ({ ...before, ...changes }));
  };
  /** Undefined while it is being fetched. */
  const reader = () => (range().kind === 'visible' ? lab.seen.reader() : whole());
  const contextOf = ({ id }: Figure) => ({
    ...figureContext(props.bench)!,
    settings: view.panelSettings(id)
  });
  const offered = createMemo(() => {
    if (!recipe()) return [];
    const size = { width: 300, height: 200 };
    return labNamed(lab.kind()).figures.filter(
      (figure) =>
        figure.needs !== 'sweep' &&
        figure.table(lab.recording(), { ...contextOf(figure), theme: themes.paper, size }).rows.length > 0
    );
  });
  const figures = createMemo(() => chosen().flatMap((id) => offered().find((each) => each.id === id) ?? []));
  /** Ticks to show, of what the chosen panels read; undefined while it is being fetched. */
  const ticks = createMemo(() => {
    if (range().kind === 'visible') return { ticks: visible() };
    const recording = whole();
    if (!recording) return undefined;
    const read = new Set(figures().flatMap(({ probes }) => probes));
    const all = recording.all.filter(({ probe }) => read.has(probe.name));
    // A slider over the past stands after the tick it shows; a range begins with it.
    const span = recordedSpan({ all });
    return chosenTicks(range(), visible(), span && { from: span.from - 1, to: span.to }, shape());
  });
  const rangeProblem = createMemo(() => {
    const found = ticks();
    return found && 'problem' in found ? found.problem : undefined;
  });
  const panels = createMemo(() => {
    const found = ticks();
    if (!found || 'problem' in found) return [];
    const { from, to } = found.ticks;
    const shown = range().kind === 'visible' ? {} : { windowTicks: to - from, until: to };
    return figures().map((figure) => ({ figure, context: { ...contextOf(figure), ...shown } }));
  });
  const composed = createMemo(() => {
    const [made, recording] = [recipe(), reader()];
    if (!made || !recording || panels().length === 0) return undefined;
    return composeFigures(panels(), recording, { ...choices(), recipe: made });
  });
  const waiting = (): string => {
    if (fetched.error) return `The figure cannot be laid out: ${wordsOf(fetched.error)}`;
    if (collected.error) return `The recording could not be fetched: ${wordsOf(collected.error)}`;
    if (!recipe() || !reader()) return 'Fetching what was recorded…';
    return figures().length === 0 ? 'Choose at least one panel.' : 'The time range below cannot be shown.';
  };
  const [lacking] = createResource(
    () => (choices().format === 'pdf' ? composed() : undefined),
    async (printed) => sayLacking(await lackingInPdf(printed).catch(() => []), 'the PDF')
  );
  const [picture, setPicture] = createSignal<string>();
  createEffect(() => {
    const printed = composed();
    if (!printed) {
      setPicture(undefined);
      return;
    }
    const svg = printedSvg(printed, { widthMm: choices().widthMm, heightMm: printed.heightMm });
    const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    setPicture(url);
    onCleanup(() => URL.revokeObjectURL(url));
  });

  const toggle = (id: string): void => {
    setChosen((before) => (before.includes(id) ? before.filter((each) => each !== id) : [...before, id]));
  };
  const earlier = (id: string): void => {
    setChosen((before) => {
      const at = before.indexOf(id);
      return at < 1 ? before : [...before.slice(0, at - 1), id, before[at - 1], ...before.slice(at + 1)];
    });
  };
  const save = async (): Promise<void> => {
    const printed = composed();
    if (!printed) return;
    const { dotsPerInch, format, widthMm } = choices();
    try {
      const bytes = await fileOf(printed, { widthMm, heightMm: printed.heightMm }, format, dotsPerInch);
      const { seed } = lab.opened()!.experiment;
      const stem = `${lab.preset()?.id ?? 'engram'}-figure-seed${seed}`;
      const name = await props.host.saveFile(`${stem}.${format}`, bytes);
      if (!name) return;
      lab.alerts.notice(`Saved ${name}.`, name);
      props.close();
    } catch (error) {
      setProblem(wordsOf(error));
    }
  };
  const number = (
    label: string,
    name: 'rowHeightMm' | 'columns' | 'dotsPerInch',
    [least, most]: readonly [number, number]
  ): JSX.Element => (
    <label>
      {label}
      <input
        type="number"
        min={least}
        max={most}
        value={choices()[name]}
        onChange={(event) => {
          const value = within(event.currentTarget.valueAsNumber, least, most, choices()[name]);
          event.currentTarget.value = String(value);
          choose({ [name]: value });
        }}
      />
    </label>
  );

  return (
    <PanelDialog title="Compose figure" close={props.close} wide>
      <div class="compose">
        <fieldset class="compose-panels">
          <legend>Panels, in order</legend>
          <For each={[...figures(), ...offered().filter(({ id }) => !chosen().includes(id))]}>
            {(figure) => (
              <div class="compose-row">
                <label>
                  <input
                    type="checkbox"
                    checked={chosen().includes(figure.id)}
                    disabled={!chosen().includes(figure.id) && chosen().length >= mostPanels}
                    onChange={() => toggle(figure.id)}
                  />
                  {figure.title}
                </label>
                <Show when={chosen().indexOf(figure.id) > 0}>
                  <button
                    type="button"
                    class="button plain small"
                    aria-label={`Move ${figure.title} before`}
                    title="Move before"
                    onClick={() => earlier(figure.id)}
                  >
                    ↑
                  </button>
                </Show>
              </div>
            )}
          </For>
        </fieldset>
        <div class="compose-preview">
          <Show when={picture()} fallback={<p class="quiet">{waiting()}</p>}>
            {(url) => (
              <img
                src={url()}
                alt={`Preview: ${panels()
                  .map(({ figure }) => figure.title)
                  .join(', ')}`}
              />
            )}
          </Show>
        </div>
        <div class="compose-choices">
          <label>
            Width
            <select
              value={choices().widthMm}
              onChange={(event) => choose({ widthMm: Number(event.currentTarget.value) })}
            >
              <For each={figureWidths}>{(width) => <option value={width}>{width} mm</option>}</For>
            </select>
          </label>
          <RangeFields
            range={range()}
            shape={shape()}
            problem={rangeProblem()}
            problemId={problemId}
            choose={chooseRange}
          />
          {number('Row height (mm)', 'rowHeightMm', [20, 200])}
          {number('Columns', 'columns', [1, 4])}
          <label>
            <input
              type="checkbox"
              checked={choices().letters}
              onChange={(event) => choose({ letters: event.currentTarget.checked })}
            />
            Panel letters
          </label>
          <label title="Panels above each other over the same time or trials, or beside each other with the same quantity, say their axis once.">
            <input
              type="checkbox"
              checked={!choices().ownAxes}
              onChange={(event) => choose({ ownAxes: !event.currentTarget.checked })}
            />
            Shared axes
          </label>
          <label>
            Format
            <select
              value={choices().format}
              onChange={(event) =>
                choose({ format: figureFormats.find((each) => each === event.currentTarget.value) ?? 'pdf' })
              }
            >
              <For each={figureFormats}>
                {(format) => <option value={format}>{format.toUpperCase()}</option>}
              </For>
            </select>
          </label>
          <Show when={choices().format === 'png'}>{number('Dots per inch', 'dotsPerInch', [72, 1200])}</Show>
        </div>
      </div>
      <Show when={rangeProblem()}>
        {(message) => (
          <p role="alert" id={problemId} class="wrong">
            {message()}
          </p>
        )}
      </Show>
      <Show when={choices().format === 'pdf' && lacking()}>
        {(words) => (
          <p role="status" data-readout="lacking-letters">
            {words()}
          </p>
        )}
      </Show>
      <Show when={problem()}>{(message) => <p role="alert">{message()}</p>}</Show>
      <footer>
        <span class="quiet spring">
          The run holds while the figure is laid out; its recipe goes into the file.
        </span>
        <button type="button" class="button primary" disabled={!composed()} onClick={() => void save()}>
          Save figure
        </button>
      </footer>
    </PanelDialog>
  );
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
