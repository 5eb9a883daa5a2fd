import { createMemo, createResource, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { completeSettings, isInUse, type Settings, type SettingValue } from '../../models/settings';
import { imagesSource } from '../../session/sources/images';
import type { Lab } from '../lab/lab';
import { PanelDialog } from '../panels/PanelDialog';
import { SettingControl } from '../settings/SettingControl';
import { sayNumberOf } from '../words';
import { DrawPad, type Labelled } from './DrawPad';
import { imagesExperiment, pairFiles } from './imagesExperiment';
import {
  archivePictures,
  classesOf,
  countClasses,
  differingSize,
  isPicture,
  problemOf,
  sayPixels
} from './pictureSet';
import { chooseFiles, decodePictures, measurePictures, type NamedFile } from './pictures';

/** Pictures wider than this are made smaller unless told otherwise, and to this. */
const widest = 64;
const usualSide = 32;
const mostClassesShown = 12;

/** Images of the user's on their way to becoming a stream: a folder of pictures, or a file that holds many. */
export function ImagesDialog(props: { files: readonly NamedFile[]; lab: Lab; close(): void }): JSX.Element {
  const [files, setFiles] = createSignal(inOrder(props.files));
  const [drawing, setDrawing] = createSignal(false);
  const [made, setMade] = createSignal<readonly Labelled[]>([]);
  const [problem, setProblem] = createSignal<string>();
  const [opening, setOpening] = createSignal(false);
  const [read, setRead] = createSignal(0);
  const [colour, setColour] = createSignal(false);
  /** Undefined: pictures as they are. */
  const [side, setSide] = createSignal<number>();
  const [settings, setSettings] = createSignal<Settings>({ labelNames: '' });
  const say = (error: unknown): undefined => {
    setProblem(error instanceof Error ? error.message : String(error));
  };

  const pictures = createMemo(() => files().filter(({ path }) => isPicture(path)));
  const tables = createMemo(() =>
    pictures().length > 0 ? [] : files().filter(({ file }) => !file.name.startsWith('.'))
  );
  const classes = createMemo(() => classesOf(pictures().map(({ path }) => path)));
  const [measured] = createResource(pictures, async (chosen) => {
    setRead(0);
    if (chosen.length === 0) return undefined;
    try {
      const sizes = await measurePictures(chosen, setRead);
      const large = sizes.some(({ height, width }) => Math.max(height, width) > widest);
      setSide(large || differingSize(sizes) !== undefined ? usualSide : undefined);
      return sizes;
    } catch (error) {
      return say(error);
    }
  });
  const differing = (): string | undefined => {
    const sizes = measured();
    return sizes && differingSize(sizes);
  };
  /** Why pictures cannot be opened as they are. */
  const refused = (): string | undefined =>
    (drawing() && made().length > 0 ? problemOf(made().map(({ label }) => label)) : undefined) ??
    (pictures().length > 0 ? problemOf(classes()) : undefined) ??
    (side() === undefined && differing() ? `${differing()}. Make them one size.` : undefined);

  const choose = async (folder: boolean): Promise<void> => {
    const chosen = await chooseFiles(folder);
    if (chosen.length === 0) return;
    setProblem(undefined);
    setDrawing(false);
    setFiles(inOrder(chosen));
    if (chosen.every(({ path }) => !isPicture(path)) && folder) say(problemOf([]));
  };
  const change = async (name: string, value: SettingValue): Promise<void> => {
    setProblem(undefined);
    setSettings((before) => ({ ...before, [name]: value }));
  };

  /** Hands the files to the session; settings that name them. */
  async function handOver(): Promise<Settings> {
    const send = (name: string, bytes: Uint8Array): Promise<unknown> =>
      props.lab.client.ask('file', { name, bytes });
    if (drawing()) {
      const file = 'drawings.npz';
      await send(
        file,
        archivePictures(
          made().map(({ picture }) => picture),
          made().map(({ label }) => label),
          false
        )
      );
      return { file, labelNames: '' };
    }
    if (pictures().length > 0) {
      const decoded = await decodePictures(pictures(), side(), setRead);
      const [folder] = pictures()[0].path.split('/');
      const file = `${pictures()[0].path.includes('/') ? folder : 'pictures'}.npz`;
      await send(file, archivePictures(decoded, classes(), colour()));
      return { file, labelNames: '' };
    }
    for (const { file } of tables()) await send(file.name, new Uint8Array(await file.arrayBuffer()));
    return { ...settings(), ...pairFiles(tables().map(({ file }) => file)) };
  }
  const open = async (): Promise<void> => {
    setOpening(true);
    setProblem(undefined);
    try {
      const source = await handOver();
      const experiment = imagesExperiment(source, props.lab.opened()?.experiment);
      if (await props.lab.openExperiment(experiment, true, say)) props.close();
    } catch (error) {
      say(error);
    } finally {
      setOpening(false);
    }
  };

  const shown = (): Settings =>
    completeSettings(imagesSource.settings, { ...settings(), file: tables()[0]?.file.name ?? '' });
  const questions = imagesSource.settings.filter(({ name }) => name !== 'file' && name !== 'labelsFile');

  return (
    <PanelDialog title="Open images" close={props.close} wide>
      <Show when={problem() ?? refused()}>
        {(message) => (
          <div class="alert error" role="alert">
            <span>{message()}</span>
          </div>
        )}
      </Show>
      <Switch
        fallback={
          <p class="quiet">
            A folder of pictures, in a folder for each class or with names such as cat_1.png; or a file that
            holds many images: CSV, TSV, NPY, NPZ, or IDX with its file of labels.
          </p>
        }
      >
        <Match when={drawing()}>
          <DrawPad
            made={made()}
            add={(picture) => {
              setProblem(undefined);
              setMade((all) => [...all, picture]);
            }}
            say={say}
          />
        </Match>
        <Match when={pictures().length > 0}>
          <p aria-live="polite">
            <Show when={measured()} fallback={`Reading picture ${read()} of ${pictures().length}.`}>
              {(sizes) => (
                <>
                  {sayNumberOf(pictures().length, 'picture')},{' '}
                  {differing() ? 'of different sizes' : `${sayPixels(sizes()[0])} pixels`}.{' '}
                  {countClasses(classes())
                    .slice(0, mostClassesShown)
                    .map(([name, count]) => `${name} ${count}`)
                    .join(', ')}
                  {countClasses(classes()).length > mostClassesShown ? ', ...' : ''}.
                </>
              )}
            </Show>
          </p>
          <Show when={measured()}>
            <div class="file-settings">
              <label class="labelled">
                <input
                  type="checkbox"
                  checked={side() !== undefined}
                  onChange={(event) => setSide(event.currentTarget.checked ? usualSide : undefined)}
                />
                <span>Make them square, the middle of each</span>
              </label>
              <label class="labelled">
                <span>Pixels wide</span>
                <input
                  class="field tiny"
                  type="number"
                  min="4"
                  max="512"
                  disabled={side() === undefined}
                  value={side() ?? measured()?.[0].width}
                  onChange={(event) =>
                    setSide(Math.min(512, Math.max(4, Math.round(Number(event.currentTarget.value)) || 0)))
                  }
                />
              </label>
              <label class="labelled">
                <input
                  type="checkbox"
                  checked={colour()}
                  onChange={(event) => setColour(event.currentTarget.checked)}
                />
                <span>In colour</span>
              </label>
            </div>
          </Show>
        </Match>
        <Match when={tables().length > 0}>
          <p>
            {tables()
              .map(({ file }) => file.name)
              .join(', ')}
          </p>
          <div class="file-settings">
            <For each={questions}>
              {(description) => (
                <Show when={isInUse(description, shown())}>
                  <SettingControl
                    row={{
                      owner: 'source',
                      description,
                      value: shown()[description.name],
                      original: shown()[description.name],
                      changed: false,
                      inUse: true
                    }}
                    idPrefix="images"
                    onFocus={() => undefined}
                    change={(value) => change(description.name, value)}
                  />
                </Show>
              )}
            </For>
          </div>
        </Match>
      </Switch>
      <footer>
        <button type="button" class="button" onClick={() => void choose(true)}>
          Choose a folder
        </button>
        <button type="button" class="button" onClick={() => void choose(false)}>
          Choose files
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            setFiles([]);
            setDrawing(true);
          }}
        >
          Draw or film
        </button>
        <span class="quiet spring" aria-live="polite">
          <Show when={opening() && pictures().length > 0}>
            Picture {read()} of {pictures().length}.
          </Show>
        </span>
        <button
          type="button"
          class="button primary"
          disabled={
            opening() ||
            (drawing() ? made() : files()).length === 0 ||
            measured.loading ||
            refused() !== undefined ||
            (pictures().length > 0 && !measured())
          }
          onClick={() => void open()}
        >
          Open and run
        </button>
      </footer>
    </PanelDialog>
  );
}

/** "cat/2.png" before "cat/10.png", the same on every machine. */
function inOrder(files: readonly NamedFile[]): readonly NamedFile[] {
  return [...files].sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
}
