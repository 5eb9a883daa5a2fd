/** What comes in, and what is kept or passed on. */
import type { CommandContext, CommandEntries } from './command';
import { isOpen } from './conditions';

export const files = ({
  bench,
  chooseFile,
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
      help: 'Learns from a file of your own: CSV, TSV, NPY, NPZ, HDF5, NWB or any text; in the Codes lab from images, a folder of pictures too.',
      keys: ['o'],
      when: open,
      do: chooseFile
    },
    openExperiment: {
      label: () => 'Open experiment',
      help: 'Opens an experiment that was saved, with its seed, settings and timed edits; or drop its file on the window.',
      keys: ['Ctrl+o', 'Meta+o'],
      when: open,
      do: openExperiment
    },
    saveExperiment: {
      label: () => 'Save experiment',
      help: 'Saves the experiment as a file: seed, settings and every edit with its tick, so that it comes to the same state again.',
      keys: ['Ctrl+s', 'Meta+s'],
      when: open,
      do: saveExperiment
    },
    liveInput: {
      label: () => 'Live input',
      help: 'Learns from samples as they come: WebSocket, UDP, microphone, pointer, keyboard, camera.',
      keys: ['l'],
      when: open,
      do: () => view.setDialog('live')
    },
    saveTape: {
      label: () => 'Save tape',
      help: 'Saves the live samples this run learned from, so that the source replay can give the run again.',
      keys: ['L'],
      when: () => lab.status()?.live !== undefined,
      do: saveTape
    },
    copyLink: {
      label: () => 'Copy link',
      help: 'Copies an address that holds this run: whoever opens it gets the experiment, its edits and seed, and the same state.',
      keys: ['k'],
      when: () => open() && copyLink !== undefined && lab.status()?.live === undefined,
      do: () => copyLink?.()
    },
    exportData: {
      label: () => 'Export data',
      help: 'Saves the whole recording of this run as CSV, NPZ, NWB or Parquet, with the Python that loads it.',
      keys: ['x'],
      when: open,
      do: () => view.setDialog('exportData')
    }
  } satisfies CommandEntries;
};
