import { Dialog } from '@kobalte/core/dialog';
import {
  createEffect,
  createResource,
  createSignal,
  For,
  type JSX,
  Match,
  on,
  onCleanup,
  Show,
  Switch
} from 'solid-js';
import type { ArrayChoice } from '../../formats/arrayChoice';
import type { Hdf5Tree } from '../../formats/hdf5Tree';
import {
  completeSettings,
  isInUse,
  type SettingDescription,
  type Settings,
  type SettingValue
} from '../../models/settings';
import { fileSource } from '../../session/sources/file';
import { spikesSource } from '../../session/sources/spikes';
import { textSource } from '../../session/sources/text';
import type { SourceDefinition } from '../../session/source';
import { giveBackFocus } from '../frame/giveBackFocus';
import { CloseIcon } from '../frame/icons';
import type { LargeFile, OpenedFile } from '../host';
import { ReadingProgress } from '../frame/ReadingProgress';
import type { Reading } from '../lab/reading';
import type { Lab } from '../lab/lab';
import { sayNumberOf } from '../words';
import { SettingControl } from '../settings/SettingControl';
import { answersOf } from './arrays';
import { fileExperiment, guessSource, withChoice } from './fileExperiment';
import type { PageFile } from './openedFiles';
import { createFileReader } from './fileReader';
import { PreviewTable } from './PreviewTable';
import { mayBeText } from './previewText';
import type { FilePreview, FileSourceId, ReadAs } from './protocol';
import { TreeChoice } from './TreeChoice';
import { UnitTable } from './UnitTable';

/** What the dialog asks of a file. The file is chosen already; arrays are asked for where there are several. */
function questions({ archive, tree, units, words }: FilePreview): readonly SettingDescription[] {
  if (units) return spikesSource.settings.filter(({ name }) => name !== 'file');
  if (words !== undefined) return textSource.settings.filter(({ name }) => name !== 'file');
  return fileSource.settings.flatMap((description): SettingDescription[] => {
    const { name } = description;
    if (name === 'file') return [];
    if (name !== 'inputArray' && name !== 'answerArray') return [description];
    if (!archive || archive.arrays.length < 2) return [];
    // The tree asks for it.
    if (tree && name === 'inputArray') return [];
    const inputs = archive.arrays.find((array) => array.name === archive.chosen.inputs);
    const fit = archive.arrays.filter(
      (array) => name === 'inputArray' || !inputs || answersOf(inputs, array)
    );
    const options = fit.map(({ name: value, shape }) => ({
      value,
      label: `${value} (${shape.join(' × ')})`
    }));
    const none = { value: '', label: 'None: columns of the input array' };
    return [
      {
        ...description,
        kind: 'choice',
        default: '',
        options: name === 'inputArray' ? options : [none, ...options]
      }
    ];
  });
}

const definitions: Readonly<Record<FileSourceId, SourceDefinition>> = {
  file: fileSource,
  spikes: spikesSource,
  text: textSource
};

function contentOf(file: OpenedFile | LargeFile): PageFile {
  return 'blob' in file ? file.blob : file.bytes;
}

function sourceOf({ units, words }: FilePreview): FileSourceId {
  if (units) return 'spikes';
  return words === undefined ? 'file' : 'text';
}

/** A file of the user's on its way to becoming a stream: look at it, say what is what, open it. */
export function FileDialog(props: {
  file: OpenedFile | LargeFile;
  lab: Lab;
  reading: Reading;
  another(): void;
  close(): void;
}): JSX.Element {
  const reader = createFileReader();
  onCleanup(() => reader.close());
  const [problem, setProblem] = createSignal<string>();
  /** How the file is meant: by which source, with which settings. */
  const [chosen, setChosen] = createSignal<{ source: FileSourceId; settings: Settings }>();
  const [opening, setOpening] = createSignal(false);
  /** The user's choice among the arrays of this file. */
  const [arrays, setArrays] = createSignal<{ of: OpenedFile | LargeFile; choice: ArrayChoice }>();
  /** Whether this file is to be a table or a text, where the user said so. */
  const [readAs, setReadAs] = createSignal<{ of: OpenedFile | LargeFile; as: ReadAs }>();
  /** What the file holds, where it is HDF5, and what of it was chosen first. */
  const [tree, setTree] = createSignal<{ of: OpenedFile | LargeFile; tree: Hdf5Tree; chosen: string }>();
  const say = (error: unknown): undefined => {
    setProblem(error instanceof Error ? error.message : String(error));
  };

  const [preview] = createResource(
    () => ({
      file: props.file,
      choice: arrays()?.of === props.file ? arrays()?.choice : undefined,
      as: readAs()?.of === props.file ? readAs()?.as : undefined
    }),
    async ({ file, choice, as }) => {
      setProblem(undefined);
      setChosen(undefined);
      try {
        const read = await reader.preview(file.name, contentOf(file), choice, as);
        if (read.tree && read.archive && tree()?.of !== file)
          setTree({ of: file, tree: read.tree, chosen: read.archive.chosen.inputs });
        // Spikes and texts are read by sources of their own.
        setChosen({ source: sourceOf(read), settings: guessSource(file.name, read) });
        return read;
      } catch (error) {
        return say(error);
      }
    }
  );
  const [check] = createResource(chosen, async ({ source, settings }) => {
    try {
      const checked = await reader.check(source, settings);
      setProblem(undefined);
      return checked;
    } catch (error) {
      return say(error);
    }
  });
  createEffect(on(chosen, () => setProblem(undefined), { defer: true }));

  const settings = (): Settings => {
    const meant = chosen();
    return completeSettings(definitions[meant?.source ?? 'file'].settings, meant?.settings ?? {});
  };
  const change = async (name: string, value: SettingValue): Promise<void> => {
    const { archive } = preview() ?? {};
    const meant = chosen();
    if (meant && meant.source !== 'file')
      setChosen({ ...meant, settings: { ...meant.settings, [name]: value } });
    else if (archive && name === 'inputArray')
      setArrays({ of: props.file, choice: { inputs: String(value), answers: '' } });
    else if (archive && name === 'answerArray')
      setArrays({ of: props.file, choice: { ...archive.chosen, answers: String(value) } });
    else
      setChosen((before) => ({
        source: 'file',
        settings: withChoice(before?.settings ?? {}, name, value, preview()!)
      }));
  };
  const open = async (): Promise<void> => {
    const checked = check();
    const meant = chosen();
    if (!checked || !meant) return;
    setOpening(true);
    try {
      await props.lab.client.ask('file', { name: props.file.name, bytes: contentOf(props.file) });
      const opened = await props.lab.openExperiment(
        fileExperiment(meant.settings, checked, meant.source),
        true,
        say
      );
      if (opened) props.close();
    } catch (error) {
      say(error);
    } finally {
      setOpening(false);
    }
  };

  const giveBack = giveBackFocus();
  return (
    <Dialog open onOpenChange={(shown) => !shown && props.close()}>
      <Dialog.Portal>
        <Dialog.Overlay class="veil" />
        <Dialog.Content class="dialog file-dialog" onCloseAutoFocus={giveBack}>
          <header>
            <Dialog.Title as="h2">Open {props.file.name}</Dialog.Title>
            <Dialog.CloseButton class="button plain icon" aria-label="Close">
              <CloseIcon />
            </Dialog.CloseButton>
          </header>
          <ReadingProgress reading={props.reading} />
          <Show when={problem()}>
            {(message) => (
              <div class="alert error" role="alert">
                <span>{message()}</span>
              </div>
            )}
          </Show>
          <Show when={tree()?.of === props.file && tree()}>
            {(held) => (
              <TreeChoice
                tree={held().tree}
                chosen={arrays()?.of === props.file ? arrays()!.choice.inputs : held().chosen}
                choose={(path) => setArrays({ of: props.file, choice: { inputs: path, answers: '' } })}
              />
            )}
          </Show>
          <Show when={mayBeText(props.file.name)}>
            <label class="labelled">
              <span>Read as</span>
              <select
                class="field"
                value={preview()?.words === undefined ? 'table' : 'text'}
                onChange={(event) => {
                  const as = event.currentTarget.value === 'text' ? 'text' : 'table';
                  setReadAs({ of: props.file, as });
                }}
              >
                <option value="table">a table of rows and columns</option>
                <option value="text">a text, symbol by symbol</option>
              </select>
            </label>
          </Show>
          <Show
            when={preview()}
            fallback={
              <p class="quiet">
                {preview.loading ? 'Reading the file.' : 'Nothing was opened; the running session goes on.'}
              </p>
            }
          >
            {(table) => (
              <>
                <Switch fallback={<PreviewTable preview={table()} settings={settings()} change={change} />}>
                  <Match when={table().units}>{(units) => <UnitTable units={units()} />}</Match>
                  <Match when={table().words}>
                    {(words) => (
                      <section class="snippet" aria-label="How the text begins">
                        <pre tabindex="0">{words()}</pre>
                      </section>
                    )}
                  </Match>
                </Switch>
                <div class="file-settings">
                  <For each={questions(table())}>
                    {(description) => (
                      <Show when={isInUse(description, settings())}>
                        <SettingControl
                          row={{
                            owner: 'source',
                            description,
                            value: settings()[description.name],
                            original: settings()[description.name],
                            changed: false,
                            inUse: true
                          }}
                          idPrefix="file"
                          onFocus={() => undefined}
                          change={(value) => change(description.name, value)}
                        />
                      </Show>
                    )}
                  </For>
                </div>
              </>
            )}
          </Show>
          <footer>
            <span class="quiet spring" aria-live="polite">
              <Show when={!problem() && check()}>
                {(stream) => (
                  <>
                    {stream().note}. {sayNumberOf(stream().inputs, 'input')},{' '}
                    {stream().loss === 'classification'
                      ? sayNumberOf(stream().outputs, 'class', 'classes')
                      : sayNumberOf(stream().outputs, 'output')}
                    , {sayNumberOf(stream().steps, 'tick')} per trial.
                  </>
                )}
              </Show>
            </span>
            <button type="button" class="button" onClick={() => props.another()}>
              Choose another file
            </button>
            <button
              type="button"
              class="button primary"
              disabled={opening() || check.loading || !check() || problem() !== undefined}
              onClick={() => void open()}
            >
              Open and run
            </button>
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  );
}
