import { createResource, createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { dataFormats } from '../../session/export/exportRun';
import { type DataFormat, loadSnippet } from '../../session/export/snippets';
import type { Host } from '../host';
import type { Lab } from '../lab/lab';
import { PanelDialog } from '../panels/PanelDialog';
import { sayBytes, sayCount, sayNumberOf } from '../words';
import { createExporter } from './exporter';
import { formatWords } from './formatWords';

/** The format chosen last, for as long as the page is open. */
let lastFormat: DataFormat = 'csv';

/** One button takes the place of the other: the focus goes along, so that the keys of the dialog go on working. */
const focusSoon = (button: HTMLButtonElement): void => queueMicrotask(() => button.focus());

/** The whole recording as one file: in which format, how large, and how Python loads it. */
export function ExportDialog(props: { lab: Lab; host: Host; branched: boolean; close(): void }): JSX.Element {
  const { lab } = props;
  const exporter = createExporter(lab);
  const [format, setFormat] = createSignal<DataFormat>(lastFormat);
  const [writing, setWriting] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  /** What the file that was saved is called, which may be of the user's choosing. */
  const [saved, setSaved] = createSignal<{ format: DataFormat; name: string }>();
  const [copied, setCopied] = createSignal(false);
  const say = (error: unknown): void => {
    setProblem(error instanceof Error ? error.message : String(error));
  };
  let attempted = false;
  const wasRunning = lab.running();
  // Sizes, file and recipe are of one moment: time holds still meanwhile.
  const [ready] = createResource(async () => {
    try {
      await lab.pause();
      await exporter.begin();
      return true;
    } catch (error) {
      say(error);
      return false;
    }
  });
  onCleanup(() => {
    exporter.giveUp();
    if (wasRunning) void lab.run();
  });

  const stem = (): string => `${lab.preset()?.id ?? 'engram'}-seed${lab.opened()?.experiment.seed ?? 0}`;
  const fileName = (): string => (saved()?.format === format() ? saved()!.name : `${stem()}.${format()}`);
  const snippet = (): string => loadSnippet(format(), fileName());
  const size = () => exporter.sizes()[format()];
  const choose = (chosen: DataFormat): void => {
    lastFormat = chosen;
    setFormat(chosen);
    setProblem(undefined);
    setCopied(false);
  };
  const save = async (): Promise<void> => {
    setProblem(undefined);
    attempted = true;
    setWriting(true);
    try {
      const chosen = format();
      const file = await exporter.write(chosen);
      if (!file) return;
      const name = await props.host.saveFile(`${stem()}.${chosen}`, file);
      if (!name) return;
      setSaved({ format: chosen, name });
      lab.alerts.notice(`Saved ${name}, ${sayBytes(file.size)}.`, name);
    } catch (error) {
      say(error);
    } finally {
      setWriting(false);
    }
  };
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(snippet());
      setCopied(true);
    } catch {
      say(new Error('The clipboard is not open to this page. Select the lines and copy them.'));
    }
  };
  const sizeWords = (of: DataFormat): string => {
    const known = exporter.sizes()[of];
    if (!known) return ready() === false ? '' : 'measuring';
    return 'bytes' in known ? `about ${sayBytes(known.bytes)}` : 'too large';
  };
  const refusal = (): string | undefined => {
    const known = size();
    return known && 'problem' in known ? known.problem : undefined;
  };

  return (
    <PanelDialog title="Export data" close={props.close}>
      <div class="export-data">
        <p class="quiet">
          <Show
            when={exporter.summary()}
            fallback={ready() === false ? 'Nothing was written.' : 'Reading the run.'}
          >
            {(there) => (
              <>
                The whole recording{props.branched ? ' of run A' : ''}:{' '}
                {sayNumberOf(there().recordings, 'variable')}, {sayCount(there().numbers)} numbers,{' '}
                {sayCount(there().ticks)} ticks; with the recipe of the run. Time holds while this is open.
              </>
            )}
          </Show>
        </p>
        <For each={exporter.summary()?.lost}>{(sentence) => <p class="alert error">{sentence}</p>}</For>
        <fieldset class="format-list" disabled={writing()}>
          <legend class="spoken">Format</legend>
          <For each={dataFormats}>
            {(each) => (
              <label>
                <input
                  type="radio"
                  name="data-format"
                  value={each}
                  checked={format() === each}
                  onChange={() => choose(each)}
                />
                <span class="format-name">{formatWords[each].title}</span>
                <span class="format-whom">{formatWords[each].whom}</span>
                <span class="format-size" data-readout={`size-${each}`}>
                  {sizeWords(each)}
                </span>
              </label>
            )}
          </For>
        </fieldset>
        <Show when={problem() ?? refusal()}>
          {(message) => (
            <div class="alert error" role="alert">
              <span>{message()}</span>
            </div>
          )}
        </Show>
        <section class="snippet" aria-label="Python that loads it">
          <header>
            <h3>Load it in Python</h3>
            <button type="button" class="button small" onClick={() => void copy()}>
              {copied() ? 'Copied' : 'Copy'}
            </button>
          </header>
          <pre tabindex="0" data-readout="snippet">
            {snippet()}
          </pre>
        </section>
      </div>
      <footer>
        <span class="spring quiet" aria-live="polite">
          {writing() ? `Writing ${formatWords[format()].title}.` : ''}
        </span>
        <Show
          when={writing()}
          fallback={
            <button
              type="button"
              class="button primary"
              ref={(button) => attempted && focusSoon(button)}
              disabled={!ready() || refusal() !== undefined}
              onClick={() => void save()}
            >
              Save
            </button>
          }
        >
          <Show when={exporter.share()} fallback={<progress aria-label="Written" />}>
            {(share) => <progress value={share()} max="1" aria-label="Written" />}
          </Show>
          <button type="button" class="button" ref={focusSoon} onClick={exporter.giveUp}>
            Cancel
          </button>
        </Show>
      </footer>
    </PanelDialog>
  );
}
