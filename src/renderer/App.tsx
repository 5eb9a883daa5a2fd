import { createSignal, type JSX, Match, onCleanup, onMount, Show, Switch } from 'solid-js';
import { carriesRecipe, figureFormat, recipeOf } from '../figures/recipeIn';
import { BranchStrip, type Side } from './branch/BranchStrip';
import { createCommands } from './commands';
import { FileDialog } from './files/FileDialog';
import { ImagesDialog } from './files/ImagesDialog';
import { droppedFiles, type NamedFile } from './files/pictures';
import { Alerts } from './frame/Alerts';
import { ExperimentStrip } from './frame/ExperimentStrip';
import { ReproductionProgress } from './frame/ReproductionProgress';
import { Rail } from './frame/Rail';
import { ShortcutSheet } from './frame/ShortcutSheet';
import { StatusLine } from './frame/StatusLine';
import { Timeline } from './frame/Timeline';
import { TransportBar } from './frame/TransportBar';
import { type Host, listenForDrops, type OpenedFile, readFile } from './host';
import { CodesInspector } from './inspector/CodesInspector';
import { Inspector } from './inspector/Inspector';
import { StateInspector } from './inspector/StateInspector';
import type { Bench } from './lab/bench';
import { sampled } from './lab/sampled';
import { wholeTrials } from './lab/timeWindow';
import { LiveDialog } from './live/LiveDialog';
import { PanelGrid } from './panels/PanelGrid';
import { LargeGraph } from './recall/LargeGraph';
import { tapeNpz } from '../session/live/tape';
import { SettingsColumn } from './settings/SettingsColumn';
import { listenForShortcuts } from './shortcuts';
import { CompareDialog } from './sweep/CompareDialog';
import { SweepDialog } from './sweep/SweepDialog';
import { openInWorld } from './world/openFile';
import { WorldDialog } from './world/WorldDialog';

const figureExtensions = ['svg', 'pdf', 'png'];
const extensions = ['csv', 'tsv', 'txt', 'gz', 'npy', 'npz', ...figureExtensions];
/** Graphs, and recordings of where an animal went. */
const mapsExtensions = [...extensions, 'graphml', 'gexf', 'json', 'nwb', 'h5', 'hdf5'];

/** The whole screen: rail, transport, settings, panels, inspector, status. */
export function App(props: { bench: Bench; host: Host }): JSX.Element {
  const { lab, view } = props.bench;
  const slowStatus = sampled(lab.status);
  const [file, setFile] = createSignal<OpenedFile>();
  const [side, setSide] = createSignal<Side>('branch');
  const branch = () => props.bench.branching.branch();
  const shownLab = () => (side() === 'branch' && branch()?.side.lab) || lab;
  const [images, setImages] = createSignal<readonly NamedFile[]>();
  /** A figure brings its run back, whichever lab is open. */
  const openFigure = ({ bytes, name }: OpenedFile): void => {
    try {
      void props.bench.reproductions.open(recipeOf(name, bytes));
    } catch (problem) {
      lab.alerts.error(problem);
    }
  };
  /** A file means another thing in each lab. */
  const take = (chosen: OpenedFile): void => {
    if (figureFormat(chosen.bytes)) openFigure(chosen);
    else if (lab.kind() === 'maps') openInWorld(chosen, lab).catch(lab.alerts.error);
    else setFile(chosen);
  };
  const chooseFile = (): void => {
    if (lab.kind() === 'codes') {
      setImages([]);
      return;
    }
    props.host
      .openFile(lab.kind() === 'maps' ? mapsExtensions : extensions)
      .then((chosen) => chosen && take(chosen), lab.alerts.error);
  };
  const saveTape = (): void => {
    lab.client
      .ask('collect', {})
      .then(({ tape }) => tape && props.host.saveFile('tape.npz', new Uint8Array(tapeNpz(tape))))
      .catch(lab.alerts.error);
  };
  const commands = createCommands({ bench: props.bench, chooseFile, saveTape });

  onMount(() => {
    onCleanup(listenForShortcuts(commands));
    onCleanup(
      listenForDrops((dropped, all) => {
        const figure = /\.(svg|pdf|png)$/i.test(dropped.name);
        // To the Codes lab a picture without a recipe is an image.
        const pictures = (): void => void droppedFiles(all).then(setImages, lab.alerts.error);
        if (lab.kind() === 'codes' && !figure) pictures();
        else
          readFile(dropped).then((file) => {
            if (lab.kind() === 'codes' && !carriesRecipe(file.bytes)) pictures();
            else take(file);
          }, lab.alerts.error);
      })
    );
  });

  return (
    <div class="app">
      <Rail lab={lab} />
      <div class="lab">
        <header class="bars">
          <h1 class="spoken">Engram</h1>
          <TransportBar lab={lab} view={view} commands={commands} />
          <ExperimentStrip lab={lab} commands={commands} sweeper={props.bench.sweeper} />
        </header>
        <Timeline lab={lab} pasts={props.bench.pasts} />
        <ReproductionProgress reproductions={props.bench.reproductions} />
        <Alerts alerts={lab.alerts} />
        <div class="columns">
          <Show when={view.settingsOpen()}>
            <Show when={shownLab()} keyed>
              {(shown) => (
                <SettingsColumn
                  lab={shown}
                  view={view}
                  defaultSpan={wholeTrials(shown.opened()?.shape.steps ?? 1)}
                />
              )}
            </Show>
          </Show>
          <div class="branch-pair" classList={{ two: branch() !== undefined }}>
            <Show when={branch()}>
              <BranchStrip branching={props.bench.branching} side={side()} choose={setSide} />
            </Show>
            <div class="branch-side">
              <Show when={branch()}>
                <h2>Run A</h2>
              </Show>
              <PanelGrid bench={props.bench} host={props.host} />
            </div>
            <Show when={branch()} keyed>
              {(other) => (
                <div class="branch-side">
                  <h2>Branch B</h2>
                  <PanelGrid bench={other.side} host={props.host} beside />
                </div>
              )}
            </Show>
          </div>
          <Show when={view.inspectorOpen()}>
            <Switch fallback={<Inspector bench={props.bench} commands={commands} />}>
              <Match when={lab.kind() === 'maps'}>
                <StateInspector bench={props.bench} commands={commands} />
              </Match>
              <Match when={lab.kind() === 'codes'}>
                <CodesInspector bench={props.bench} />
              </Match>
            </Switch>
          </Show>
        </div>
        <StatusLine lab={lab} status={slowStatus()} />
      </div>
      <Show when={view.dialog() === 'world'}>
        <WorldDialog lab={lab} host={props.host} close={() => view.setDialog(undefined)} />
      </Show>
      <Show when={view.dialog() === 'largeGraph'}>
        <LargeGraph close={() => view.setDialog(undefined)} />
      </Show>
      <Show when={view.dialog() === 'live'}>
        <LiveDialog lab={lab} close={() => view.setDialog(undefined)} />
      </Show>
      <Show when={props.bench.keptRuns.shown()}>
        <CompareDialog bench={props.bench} close={() => props.bench.keptRuns.setShown(false)} />
      </Show>
      <Show when={props.bench.sweeper.shown() && lab.opened()}>
        <SweepDialog
          bench={props.bench}
          host={props.host}
          close={() => props.bench.sweeper.setShown(false)}
        />
      </Show>
      <ShortcutSheet view={view} commands={commands} />
      <Show when={images()} keyed>
        {(chosen) => <ImagesDialog files={chosen} lab={lab} close={() => setImages(undefined)} />}
      </Show>
      <Show when={file()}>
        {(chosen) => (
          <FileDialog file={chosen()} lab={lab} another={chooseFile} close={() => setFile(undefined)} />
        )}
      </Show>
    </div>
  );
}
