/** Every user command, once: the transport bar, the shortcuts and the `?` sheet read this list. */
import type { Bench } from './lab/bench';
import { codeSweepFigures, hasCodes } from './lab/codeSweep';
import { hasWorld } from './lab/spreads';
import { planeSide } from '../models/codes/probes';
import { storyFigure, tellsStories } from './lab/story';
import { type SweepAxis, sweepFigure, sweepPlans } from './lab/sweeps';
import { channelsOnto } from './lab/synapses';
import { themes } from './lab/view';

export interface Command {
  name: CommandName;
  /** What the button says now. */
  label(): string;
  /** What it does, for tooltips and the sheet. */
  help: string;
  /** As `shortcut` spells them; the first is shown. */
  keys: readonly string[];
  when(): boolean;
  do(): void;
}

export interface CommandContext {
  bench: Bench;
  /** Opens the dialog for a file of the user's. */
  chooseFile(): void;
  /** Opens the experiment of a file, and hands the user the open one as a file. */
  openExperiment(): void;
  saveExperiment(): void;
  /** Hands the user what a live source gave. */
  saveTape(): void;
  /** Puts a link to the run, as it stands, where the user can paste it from. Undefined where links lead nowhere. */
  copyLink: (() => void) | undefined;
}

export type CommandName =
  | 'run'
  | 'stepTick'
  | 'stepTrial'
  | 'reset'
  | 'branch'
  | 'openFile'
  | 'openExperiment'
  | 'saveExperiment'
  | 'liveInput'
  | 'saveTape'
  | 'copyLink'
  | 'exportData'
  | 'previousUnit'
  | 'nextUnit'
  | 'previousSynapse'
  | 'nextSynapse'
  | 'explainSynapse'
  | 'sweepDepth'
  | 'sweepRadius'
  | 'sweepBeta'
  | 'sweep'
  | 'compare'
  | 'clearSelection'
  | 'undoEdit'
  | 'redoEdit'
  | 'journal'
  | 'spread'
  | 'spreadStep'
  | 'newWorld'
  | 'largeGraph'
  | 'settings'
  | 'inspector'
  | 'theme'
  | 'sheet';

export type Commands = Readonly<Record<CommandName, Command>>;

export function createCommands(context: CommandContext): Commands {
  const { bench, chooseFile, copyLink, openExperiment, saveExperiment, saveTape } = context;
  const { branching, codeSweep, keptRuns, lab, spreads, sweeper, sweeps, view } = bench;
  const inWorld = (): boolean => hasWorld(lab.opened());
  const inCodes = (): boolean => hasCodes(lab.opened());
  const open = (): boolean => lab.opened() !== undefined;
  const { running } = lab;
  const selectBeside = (step: number): void => {
    if (inCodes()) {
      const all = planeSide * planeSide;
      const at = lab.selection().code ?? (step > 0 ? -1 : all);
      lab.selectCode((at + step + all) % all);
      return;
    }
    const { units } = lab.opened()!;
    const from = lab.selection().unit ?? (step > 0 ? -1 : units);
    void lab.selectUnit((from + step + units) % units);
  };
  const selectSynapseBeside = (step: number): void => {
    const { synapse, unit } = lab.selection();
    const width = lab.recording().image('weights')?.probe.size?.[1] ?? 0;
    const channels = unit === undefined ? [] : channelsOnto(lab.opened()!, unit, width);
    if (channels.length === 0) return;
    const at = synapse === undefined ? -1 : channels.indexOf(synapse);
    const next = at < 0 && step < 0 ? channels.length - 1 : at + step;
    lab.selectSynapse(channels[(next + channels.length) % channels.length]);
  };
  const unitWord = (): string => ({ learning: 'neuron', maps: 'state', codes: 'code' })[lab.kind()];
  const ofUnit = (): boolean => open() && lab.selection().unit !== undefined;
  const alignmentSweep = (name: CommandName, axis: SweepAxis, key: string): Command => {
    const { label, help } = sweepPlans[axis];
    const underWay = (): boolean => sweeps.progress()?.axis === axis;
    return {
      name,
      label: () => (underWay() ? `Stop: ${label.toLowerCase()}` : label),
      help,
      keys: [key],
      when: () => open() && lab.kind() === 'learning',
      do: () => {
        if (underWay()) sweeps.stop();
        else {
          sweeps.start(axis);
          view.setMaximised(sweepFigure);
        }
      }
    };
  };

  return {
    run: {
      name: 'run',
      label: () => (running() ? 'Pause' : 'Run'),
      help: 'Lets time run, or holds it.',
      keys: ['Space'],
      when: open,
      do: () => void (running() ? branching.pause() : branching.run())
    },
    stepTick: {
      name: 'stepTick',
      label: () => 'Step tick',
      help: 'Advances by one tick and holds.',
      keys: ['ArrowRight'],
      when: open,
      do: () => void branching.step('tick')
    },
    stepTrial: {
      name: 'stepTrial',
      label: () => 'Step trial',
      help: 'Advances to the end of the trial and holds.',
      keys: ['Shift+ArrowRight'],
      when: open,
      do: () => void branching.step('trial')
    },
    reset: {
      name: 'reset',
      label: () => 'Reset',
      help: 'Back to the first tick, with the settings as they stand and the same seed; beside a branch, of the side that is chosen.',
      keys: ['r'],
      when: open,
      do: () => void branching.chosen().reset()
    },
    branch: {
      name: 'branch',
      label: () => (branching.branch() ? 'Close branch' : 'Branch from here'),
      help: 'Goes on twice from this instant, side by side on the same random numbers, so that one change can be compared with none.',
      keys: ['Shift+B'],
      when: () => open() && lab.status()?.live === undefined,
      do: () => (branching.branch() ? branching.close() : void branching.start())
    },
    openFile: {
      name: 'openFile',
      label: () => (lab.kind() === 'codes' ? 'Open images' : 'Open file'),
      help: 'Learns from a file of your own: CSV, TSV, NPY, NPZ, HDF5, NWB or any text; in the Codes lab from images, a folder of pictures too.',
      keys: ['o'],
      when: open,
      do: chooseFile
    },
    openExperiment: {
      name: 'openExperiment',
      label: () => 'Open experiment',
      help: 'Opens an experiment that was saved, with its seed, settings and timed edits; or drop its file on the window.',
      keys: ['Ctrl+o', 'Meta+o'],
      when: open,
      do: openExperiment
    },
    saveExperiment: {
      name: 'saveExperiment',
      label: () => 'Save experiment',
      help: 'Saves the experiment as a file: seed, settings and every edit with its tick, so that it comes to the same state again.',
      keys: ['Ctrl+s', 'Meta+s'],
      when: open,
      do: saveExperiment
    },
    liveInput: {
      name: 'liveInput',
      label: () => 'Live input',
      help: 'Learns from samples as they come: WebSocket, UDP, microphone, pointer, keyboard, camera.',
      keys: ['l'],
      when: open,
      do: () => view.setDialog('live')
    },
    saveTape: {
      name: 'saveTape',
      label: () => 'Save tape',
      help: 'Saves the live samples this run learned from, so that the source replay can give the run again.',
      keys: ['L'],
      when: () => lab.status()?.live !== undefined,
      do: saveTape
    },
    copyLink: {
      name: 'copyLink',
      label: () => 'Copy link',
      help: 'Copies an address that holds this run: whoever opens it gets the experiment, its edits and seed, and the same state.',
      keys: ['k'],
      when: () => open() && copyLink !== undefined && lab.status()?.live === undefined,
      do: () => copyLink?.()
    },
    exportData: {
      name: 'exportData',
      label: () => 'Export data',
      help: 'Saves the whole recording of this run as CSV, NPZ, NWB or Parquet, with the Python that loads it.',
      keys: ['x'],
      when: open,
      do: () => view.setDialog('exportData')
    },
    previousUnit: {
      name: 'previousUnit',
      label: () => `Previous ${unitWord()}`,
      help: 'Selects the neuron, state or decoded image before the selected one.',
      keys: ['['],
      when: open,
      do: () => selectBeside(-1)
    },
    nextUnit: {
      name: 'nextUnit',
      label: () => `Next ${unitWord()}`,
      help: 'Selects the neuron, state or decoded image after the selected one.',
      keys: [']'],
      when: open,
      do: () => selectBeside(1)
    },
    previousSynapse: {
      name: 'previousSynapse',
      label: () => 'Previous synapse',
      help: 'Selects the synapse before the selected one, onto the selected neuron.',
      keys: ['{'],
      when: () => ofUnit() && !inWorld(),
      do: () => selectSynapseBeside(-1)
    },
    nextSynapse: {
      name: 'nextSynapse',
      label: () => 'Next synapse',
      help: 'Selects the synapse after the selected one, onto the selected neuron.',
      keys: ['}'],
      when: () => ofUnit() && !inWorld(),
      do: () => selectSynapseBeside(1)
    },
    explainSynapse: {
      name: 'explainSynapse',
      label: () => 'Explain this synapse',
      help: 'Holds time at the end of the trial and shows why the weight of the selected synapse changes, tick by tick.',
      keys: ['e'],
      when: () => ofUnit() && tellsStories(lab.opened()),
      do: () => {
        // To the end of the trial: credit may come with its last ticks only.
        if (running()) void lab.step('trial');
        view.setMaximised(storyFigure);
      }
    },
    sweepDepth: alignmentSweep('sweepDepth', 'depth', 'd'),
    sweepRadius: alignmentSweep('sweepRadius', 'radius', 'p'),
    sweepBeta: {
      name: 'sweepBeta',
      label: () => (codeSweep.progress() ? 'Stop the sweep over β' : 'Sweep β'),
      help: 'Trains a coder for each of several β under both losses on this stream, beside the run, and draws both curves under the bound.',
      keys: ['b'],
      when: inCodes,
      do: () => {
        if (codeSweep.progress()) codeSweep.stop();
        else {
          codeSweep.start();
          // Where it is drawn must be seen.
          if (!codeSweepFigures.includes(view.maximised() ?? '')) view.setMaximised(undefined);
        }
      }
    },
    sweep: {
      name: 'sweep',
      label: () => 'Sweep',
      help: 'Runs this experiment with many settings and seeds on all cores, and compares them.',
      keys: ['v'],
      when: open,
      do: () => sweeper.setShown(true)
    },
    compare: {
      name: 'compare',
      label: () => 'Compare',
      help: 'Sets the open run aside and puts runs side by side: the settings that differ, curves and metrics.',
      keys: ['c'],
      when: open,
      do: () => keptRuns.setShown(true)
    },
    clearSelection: {
      name: 'clearSelection',
      label: () => 'Clear selection',
      help: 'Restores a maximised panel, then goes back to now, then lets go of the marked instant, then of the neuron or image.',
      keys: ['Escape'],
      when: open,
      do: () => {
        if (view.maximised()) view.setMaximised(undefined);
        else if (lab.scrubbed() !== undefined) lab.scrub(undefined);
        else if (lab.pinned()) lab.markInstant(undefined, false);
        else if (inCodes()) lab.selectCode(undefined);
        else void lab.selectUnit(undefined);
      }
    },
    undoEdit: {
      name: 'undoEdit',
      label: () => 'Undo',
      help: 'Gives what was changed last, a setting or the world, the value it had before.',
      keys: ['Ctrl+z', 'Meta+z'],
      when: () => branching.chosen().undoable(),
      do: () => void branching.chosen().undo()
    },
    redoEdit: {
      name: 'redoEdit',
      label: () => 'Redo',
      help: 'Does again what was taken back last.',
      keys: ['Ctrl+Shift+Z', 'Meta+Shift+Z', 'Ctrl+y'],
      when: () => branching.chosen().redoable(),
      do: () => void branching.chosen().redo()
    },
    journal: {
      name: 'journal',
      label: () => 'Journal',
      help: 'Every timed edit of the run: what was changed at which tick, what is still planned; undo, redo, and the way there.',
      keys: ['j'],
      when: open,
      do: () => view.setDialog('journal')
    },
    spread: {
      name: 'spread',
      label: () => (spreads.running() ? 'Stop spreading' : 'Spread activation'),
      help: 'Pushes activation from the selected state through the walk until only its PageRank is left.',
      keys: ['a'],
      when: () => inWorld() && lab.selection().unit !== undefined,
      do: () => (spreads.running() ? spreads.stop() : spreads.start())
    },
    spreadStep: {
      name: 'spreadStep',
      label: () => 'One push',
      help: 'One more push of the activation that spreads.',
      keys: ['.'],
      when: () => inWorld() && spreads.spread() !== undefined,
      do: spreads.step
    },
    newWorld: {
      name: 'newWorld',
      label: () => 'World',
      help: 'Another world: generated, written as text, read from a graph file; and the present one as a file.',
      keys: ['w'],
      when: inWorld,
      do: () => view.setDialog('world')
    },
    largeGraph: {
      name: 'largeGraph',
      label: () => 'Large graph',
      help: 'Ranks the nodes of a graph with up to millions of edges from chosen seeds.',
      keys: ['g'],
      when: () => lab.kind() === 'maps',
      do: () => view.setDialog('largeGraph')
    },
    settings: {
      name: 'settings',
      label: () => (view.settingsOpen() ? 'Hide settings' : 'Show settings'),
      help: 'The settings at the left.',
      keys: ['s'],
      when: () => true,
      do: () => view.setSettingsOpen(!view.settingsOpen())
    },
    inspector: {
      name: 'inspector',
      label: () => (view.inspectorOpen() ? 'Hide inspector' : 'Show inspector'),
      help: 'The selected neuron or state, or the coders, at the right.',
      keys: ['i'],
      when: () => true,
      do: () => view.setInspectorOpen(!view.inspectorOpen())
    },
    theme: {
      name: 'theme',
      label: () => 'Next theme',
      help: 'Light, dark, projector.',
      keys: ['t'],
      when: () => true,
      do: () => view.setTheme(themes[(themes.indexOf(view.theme()) + 1) % themes.length])
    },
    sheet: {
      name: 'sheet',
      label: () => 'Keyboard shortcuts',
      help: 'This list.',
      keys: ['?'],
      when: () => true,
      do: () => view.setSheetOpen(!view.sheetOpen())
    }
  };
}
