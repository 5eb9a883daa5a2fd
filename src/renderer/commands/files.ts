/** What comes in, and what is kept or passed on. */
import type { CommandContext, CommandEntries } from './command';
import { all, isNotLive, isOpen, onDesktop, only } from './conditions';

export const files = ({
  bench,
  chooseFile,
  desktop,
  copyLink,
  openExperiment,
  saveExperiment,
  saveTape
}: CommandContext) => {
  const { lab, view } = bench;
  const open = isOpen(lab);
  return {
    openFile: {
      label: () => (lab.kind() === 'codes' ? 'Open images' : 'Open file'),
      help: 'Learns from a file of your own: CSV, TSV, NPY, NPZ, HDF5, NWB or any text; in the Codes lab from images, a folder of pictures too; in the Memory and Text labs from documents too, JSONL for one.',
      keys: ['o'],
      unless: open,
      do: chooseFile
    },
    openExperiment: {
      label: () => 'Open experiment',
      help: 'Opens an experiment that was saved, with its seed, settings and timed edits; or drop its file on the window.',
      keys: ['Ctrl+o', 'Meta+o'],
      unless: open,
      do: openExperiment
    },
    saveExperiment: {
      label: () => 'Save experiment',
      help: 'Saves the experiment as a file: seed, settings and every edit with its tick, so that it comes to the same state again.',
      keys: ['Ctrl+s', 'Meta+s'],
      unless: open,
      do: saveExperiment
    },
    liveInput: {
      label: () => 'Live input',
      help: 'Learns from samples as they come: WebSocket, UDP, microphone, pointer, keyboard, camera.',
      keys: ['l'],
      unless: open,
      do: () => view.setDialog('live')
    },
    saveTape: {
      label: () => 'Save tape',
      help: 'Saves the live samples this run learned from, so that the source replay can give the run again.',
      keys: ['L'],
      unless: only(() => lab.status()?.live !== undefined, 'Only a live run has a tape.'),
      do: saveTape
    },
    copyLink: {
      label: () => 'Copy link',
      help: 'Copies an address that holds this run: whoever opens it gets the experiment, its edits and seed, and the same state.',
      keys: ['k'],
      unless: all(
        open,
        only(
          () => copyLink !== undefined,
          'The desktop window has no address to link to; save the experiment instead.'
        ),
        isNotLive(lab)
      ),
      do: () => copyLink?.()
    },
    exportData: {
      label: () => 'Export data',
      help: 'Saves the whole recording of this run as CSV, NPZ, NWB or Parquet, with the Python that loads it.',
      keys: ['x'],
      unless: open,
      do: () => view.setDialog('exportData')
    },
    clearRecent: {
      label: () => 'Clear recent files',
      help: 'Forgets which files were open. The files stay where they are.',
      keys: [],
      unless: onDesktop(desktop),
      do: () => desktop?.clearRecent()
    }
  } satisfies CommandEntries;
};
