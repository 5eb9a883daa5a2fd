import { createEffect, createSignal, type JSX, Match, on, onCleanup, onMount, Show, Switch } from 'solid-js';
import { carriesRecipe, figureFormat, recipeOf } from '../figures/recipeIn';
import { BranchStrip } from './branch/BranchStrip';
import { ClassPromptView } from './classroom/ClassPromptView';
import { useClassroom } from './classroom/classroom';
import { ClassStrip } from './classroom/ClassStrip';
import { PrepareDialog } from './classroom/PrepareDialog';
import { createCommands } from './commands';
import { ExportDialog } from './dataExport/ExportDialog';
import {
  experimentBytes,
  experimentExtensions,
  experimentName,
  isExperimentFile,
  readExperimentFile
} from './files/experimentFile';
import { FileDialog } from './files/FileDialog';
import { ImagesDialog } from './files/ImagesDialog';
import { droppedFiles, type NamedFile } from './files/pictures';
import { Alerts } from './frame/Alerts';
import { ExperimentStrip } from './frame/ExperimentStrip';
import { ReadingProgress } from './frame/ReadingProgress';
import { ReproductionProgress } from './frame/ReproductionProgress';
import { Rail } from './frame/Rail';
import { ShortcutSheet } from './frame/ShortcutSheet';
import { StatusLine } from './frame/StatusLine';
import { Timeline } from './frame/Timeline';
import { TransportBar } from './frame/TransportBar';
import { linkDesktop } from './desktopLink';
import { wordAtFocus } from './glossary/atFocus';
import { GlossaryDialog } from './glossary/GlossaryDialog';
import { useGlossary } from './glossary/shown';
import { heldFile, type Host, type LargeFile, listenForDrops, type OpenedFile, readFile } from './host';
import { CodesInspector } from './inspector/CodesInspector';
import { MemoryInspector } from './inspector/MemoryInspector';
import { Inspector } from './inspector/Inspector';
import { StateInspector } from './inspector/StateInspector';
import { TextInspector } from './inspector/TextInspector';
import { JournalDialog } from './journal/JournalDialog';
import type { Bench } from './lab/bench';
import { copyLink } from './lab/copyLink';
import { type LabId, labOf } from './lab/labs';
import { sampled } from './lab/sampled';
import { wholeTrials } from './lab/timeWindow';
import { beginWithClass } from './lessons/beginWithClass';
import { LessonPane } from './lessons/LessonPane';
import { createLessons } from './lessons/lessons';
import { toLessons } from './lessons/toLessons';
import { isOfLetters, letterExtensions, openInMemory } from './letters/openFile';
import { LiveDialog } from './live/LiveDialog';
import { Palette } from './palette/Palette';
import { PanelGrid } from './panels/PanelGrid';
import { DevicesDialog } from './devices/DevicesDialog';
import { keepFocus } from './frame/keepFocus';
import { LargeGraph } from './recall/LargeGraph';
import { layoutOf } from '../session/panelLayout';
import { tapeNpz } from '../session/live/tape';
import type { Recovery } from './recovery/recovery';
import { RecoveryStrip } from './recovery/RecoveryStrip';
import { SettingsColumn } from './settings/SettingsColumn';
import { listenForShortcuts } from './shortcuts';
import { CompareDialog } from './sweep/CompareDialog';
import { SweepDialog } from './sweep/SweepDialog';
import { documentExtensions, openInText } from './text/openFile';
import { openInWorld } from './world/openFile';
import { WorldDialog } from './world/WorldDialog';

const figureExtensions = ['svg', 'pdf', 'png'];
const extensions = [
  ...['engram', 'csv', 'tsv', 'txt', 'md', 'gz', 'npy', 'npz', 'nwb', 'h5', 'hdf5'],
  ...figureExtensions
];
/** Graphs, and recordings of where an animal went. */
const mapsExtensions = [...extensions, 'graphml', 'gexf', 'json'];

const ofLab: Readonly<Partial<Record<LabId, readonly string[]>>> = {
  maps: mapsExtensions,
  memory: [...extensions, ...letterExtensions],
  text: [...extensions, ...documentExtensions]
};

/** A link to a part of the page would change the address, which names the run. */
function toPanels(): void {
  document.querySelector<HTMLElement>('main [data-plot]')?.focus();
}

/** The whole screen: rail, transport, settings, panels, inspector, status. */
export function App(props: { bench: Bench; host: Host; recovery: Recovery }): JSX.Element {
  const { lab, view } = props.bench;
  const slowStatus = sampled(lab.status);
  const classroom = useClassroom();
  const glossary = useGlossary();
  const lessons = createLessons(props.bench);
  beginWithClass(lab, lessons);
  const [file, setFile] = createSignal<OpenedFile | LargeFile>();
  const { branch, chosen: shownLab } = props.bench.branching;
  const [images, setImages] = createSignal<readonly NamedFile[]>();
  /** A figure brings its run back, whichever lab is open. */
  const openFigure = ({ bytes, name }: OpenedFile): void => {
    try {
      void props.bench.reproductions.open(recipeOf(name, bytes));
    } catch (problem) {
      lab.alerts.error(problem);
    }
  };
  const openAsExperiment = ({ bytes, name }: OpenedFile): void => {
    try {
      const experiment = readExperimentFile(name, bytes);
      const failed = (problem: unknown): number =>
        lab.alerts.error(`${name}: ${problem instanceof Error ? problem.message : String(problem)}`);
      void lab.openExperiment(experiment, true, failed);
    } catch (problem) {
      lab.alerts.error(problem);
    }
  };
  const openExperiment = (): void => {
    props.host
      .openFile(experimentExtensions)
      .then((chosen) => {
        if (!chosen) return;
        // Whatever else was chosen is what it is for this lab.
        if (/\.(engram|json)$/i.test(chosen.name)) openAsExperiment(heldFile(chosen));
        else take(chosen);
      })
      .catch(lab.alerts.error);
  };
  const saveExperiment = (): void => {
    const { opened, preset, status } = shownLab();
    const [session, now] = [opened(), status()];
    if (!session || !now) return;
    const name = experimentName(session.experiment.title, preset()?.id);
    props.host
      .saveFile(
        name,
        experimentBytes(
          { experiment: classroom.prepared(session.experiment) },
          now,
          view.layouts.of(lab.kind())
        )
      )
      .then((saved) => saved && lab.alerts.notice(`Saved as ${saved}.`, saved), lab.alerts.error);
  };
  const ofLetters = ({ name }: OpenedFile | LargeFile): boolean =>
    lab.kind() === 'memory' && isOfLetters(name);
  /** A file means another thing in each lab. */
  const take = (chosen: OpenedFile | LargeFile): void => {
    if ('blob' in chosen) {
      if (lab.kind() === 'maps') openInWorld(chosen, lab).catch(lab.alerts.error);
      else if (lab.kind() === 'text') openInText(chosen, lab).catch(lab.alerts.error);
      else if (ofLetters(chosen)) openInMemory(chosen, lab).catch(lab.alerts.error);
      else setFile(chosen);
    } else if (figureFormat(chosen.bytes)) openFigure(chosen);
    else if (isExperimentFile(chosen.name, chosen.bytes)) openAsExperiment(chosen);
    else if (lab.kind() === 'maps') openInWorld(chosen, lab).catch(lab.alerts.error);
    else if (lab.kind() === 'text') openInText(chosen, lab).catch(lab.alerts.error);
    else if (ofLetters(chosen)) openInMemory(chosen, lab).catch(lab.alerts.error);
    else setFile(chosen);
  };
  const chooseFile = (): void => {
    if (lab.kind() === 'codes') {
      setImages([]);
      return;
    }
    props.host
      .openFile(ofLab[lab.kind()] ?? extensions)
      .then((chosen) => chosen && take(chosen), lab.alerts.error);
  };
  const saveTape = (): void => {
    lab.client
      .ask('collect', {})
      .then(({ tape }) => tape && props.host.saveFile('tape.npz', new Uint8Array(tapeNpz(tape))))
      .catch(lab.alerts.error);
  };
  // With another experiment, the layout it brings, if it does.
  createEffect(
    on(lab.base, (experiment) => experiment && view.layouts.bring(labOf(experiment), layoutOf(experiment)))
  );
  const desktop = window.desktop && linkDesktop(window.desktop, lab.alerts, take);
  // With another experiment, the layout it brings, if it does.
  createEffect(
    on(lab.base, (experiment) => experiment && view.layouts.bring(labOf(experiment), layoutOf(experiment)))
  );
  const commands = createCommands({
    bench: props.bench,
    chooseFile,
    openExperiment,
    saveExperiment,
    saveTape,
    desktop,
    copyLink: props.host.hasAddress
      ? () => void copyLink(props.bench, classroom.prepared).catch(lab.alerts.error)
      : undefined,
    toLessons: () => toLessons(lessons),
    toGlossary: () => glossary.show(wordAtFocus(lab)),
    allows: (setting) => classroom.access(setting) === undefined
  });
  desktop?.announce(commands);

  onMount(() => {
    onCleanup(listenForShortcuts(commands));
    onCleanup(keepFocus());
    onCleanup(
      listenForDrops((dropped, all) => {
        const figure = /\.(svg|pdf|png|engram|json)$/i.test(dropped.name);
        // To the Codes lab a picture without a recipe is an image.
        const pictures = (): void => void droppedFiles(all).then(setImages, lab.alerts.error);
        if (lab.kind() === 'codes' && !figure) pictures();
        else
          readFile(dropped).then((file) => {
            if (
              lab.kind() === 'codes' &&
              'bytes' in file &&
              !carriesRecipe(file.bytes) &&
              !isExperimentFile(file.name, file.bytes)
            )
              pictures();
            else take(file);
          }, lab.alerts.error);
      })
    );
  });

  return (
    <div class="app">
      <button type="button" class="skip" onClick={toPanels}>
        Skip to the panels
      </button>
      <Rail lab={lab} commands={commands} lessonsOpen={lessons.open()} />
      <div class="lab">
        <header class="bars">
          <h1 class="spoken">Engram</h1>
          <TransportBar bench={props.bench} lab={lab} view={view} commands={commands} />
          <ExperimentStrip
            lab={lab}
            view={view}
            commands={commands}
            recent={desktop?.recent() ?? []}
            sweeper={props.bench.sweeper}
            crowded={lessons.open()}
          />
        </header>
        <ClassStrip />
        <Timeline lab={lab} pasts={props.bench.pasts} />
        <RecoveryStrip recovery={props.recovery} />
        <ReadingProgress reading={props.bench.reading} />
        <ReproductionProgress reproductions={props.bench.reproductions} />
        <Alerts alerts={lab.alerts} reveal={desktop?.reveal} />
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
              <BranchStrip branching={props.bench.branching} />
            </Show>
            <div class="branch-side">
              <Show when={branch()}>
                <h2>Run A</h2>
              </Show>
              <PanelGrid bench={props.bench} host={props.host} commands={commands} />
            </div>
            <Show when={branch()} keyed>
              {(other) => (
                <div class="branch-side">
                  <h2>Branch B</h2>
                  <PanelGrid bench={other.side} host={props.host} commands={commands} beside />
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
              <Match when={lab.kind() === 'memory'}>
                <MemoryInspector bench={props.bench} />
              </Match>
              <Match when={lab.kind() === 'text'}>
                <TextInspector bench={props.bench} />
              </Match>
            </Switch>
          </Show>
          <Show when={lessons.open()}>
            <LessonPane lessons={lessons} bench={props.bench} commands={commands}>
              <Show when={classroom.settings()?.prompt} keyed>
                {(prompt) => <ClassPromptView prompt={prompt} bench={props.bench} />}
              </Show>
            </LessonPane>
          </Show>
        </div>
        <StatusLine lab={lab} status={slowStatus()} journal={commands.journal} />
      </div>
      <Show when={view.dialog() === 'world'}>
        <WorldDialog lab={lab} host={props.host} close={() => view.setDialog(undefined)} />
      </Show>
      <Show when={view.dialog() === 'largeGraph'}>
        <LargeGraph close={() => view.setDialog(undefined)} />
      </Show>
      <Show when={view.dialog() === 'devices'}>
        <DevicesDialog lab={lab} host={props.host} close={() => view.setDialog(undefined)} />
      </Show>
      <Show when={view.dialog() === 'journal'}>
        <JournalDialog
          lab={shownLab()}
          {...(branch() && { side: props.bench.branching.side() })}
          commands={commands}
          close={() => view.setDialog(undefined)}
        />
      </Show>
      <Show when={view.dialog() === 'live'}>
        <LiveDialog lab={lab} close={() => view.setDialog(undefined)} />
      </Show>
      <Show when={view.dialog() === 'exportData'}>
        <ExportDialog
          lab={lab}
          host={props.host}
          branched={branch() !== undefined}
          close={() => view.setDialog(undefined)}
        />
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
      <Show when={view.dialog() === 'palette'}>
        <Palette
          bench={props.bench}
          commands={commands}
          recent={desktop?.recent() ?? []}
          close={() => view.setDialog(undefined)}
        />
      </Show>
      <Show when={view.dialog() === 'glossary'}>
        <GlossaryDialog lab={lab} question={glossary.question()} close={() => view.setDialog(undefined)} />
      </Show>
      <Show when={view.dialog() === 'prepareClass'}>
        <PrepareDialog
          lab={lab}
          classroom={classroom}
          copyLink={commands.copyLink.when() ? () => commands.copyLink.do() : undefined}
          save={saveExperiment}
          close={() => view.setDialog(undefined)}
        />
      </Show>
      <ShortcutSheet view={view} commands={commands} />
      <Show when={images()} keyed>
        {(chosen) => <ImagesDialog files={chosen} lab={lab} close={() => setImages(undefined)} />}
      </Show>
      <Show when={file()}>
        {(chosen) => (
          <FileDialog
            file={chosen()}
            lab={lab}
            reading={props.bench.reading}
            another={chooseFile}
            close={() => setFile(undefined)}
          />
        )}
      </Show>
    </div>
  );
}
