import {
  createEffect,
  createMemo,
  createResource,
  createSignal,
  For,
  type JSX,
  onCleanup,
  Show
} from 'solid-js';
import { composeFigures, mostPanels } from '../../figures/compose';
import { printedSvg } from '../../figures/exportFigure';
import type { Figure } from '../../figures/figure';
import { themes } from '../../figures/theme';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { figureContext } from '../lab/figureContext';
import { labNamed } from '../lab/labs';
import { fileOf, figureFormats } from './printedFile';
import { type FigureChoices, figureWidths, keepChoices, keptChoices, within } from './figureChoices';
import { PanelDialog } from './PanelDialog';

/** Panels of the lab as one figure: which, in which order, how wide and high, with a look at it before it is saved. */
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
  // The figure and its recipe are of one moment: time holds still meanwhile.
  const [recipe] = createResource(async () => {
    await lab.pause();
    return lab.client.ask('recipe', {});
  });
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
  const panels = createMemo(() =>
    chosen().flatMap((id) => {
      const figure = offered().find((each) => each.id === id);
      return figure ? [{ figure, context: contextOf(figure) }] : [];
    })
  );
  const composed = createMemo(() => {
    const made = recipe();
    if (!made || panels().length === 0) return undefined;
    return composeFigures(panels(), lab.recording(), { ...choices(), recipe: made });
  });
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
      lab.alerts.notice(`Saved ${name}.`);
      props.close();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
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
          <For
            each={[
              ...panels().map(({ figure }) => figure),
              ...offered().filter(({ id }) => !chosen().includes(id))
            ]}
          >
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
          <Show when={picture()} fallback={<p class="quiet">Choose at least one panel.</p>}>
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
