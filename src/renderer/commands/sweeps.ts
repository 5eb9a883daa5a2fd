/** Many runs instead of one. */
import { codeSweepFigures } from '../lab/codeSweep';
import { type SweepAxis, sweepFigure, sweepPlans } from '../lab/sweeps';
import type { CommandContext, CommandEntries, CommandEntry } from './command';
import { all, isOpen, only, showsCodes } from './conditions';

export const sweeps = ({ bench }: CommandContext) => {
  const { codeSweep, keptRuns, lab, sweeper, sweeps: alignment, view } = bench;
  const open = isOpen(lab);
  const alignmentSweep = (axis: SweepAxis, key: string): CommandEntry => {
    const { label, help } = sweepPlans[axis];
    const underWay = (): boolean => alignment.progress()?.axis === axis;
    return {
      label: () => (underWay() ? `Stop: ${label.toLowerCase()}` : label),
      help,
      keys: [key],
      unless: all(
        open,
        only(() => lab.kind() === 'learning', 'It is for the Learning lab.')
      ),
      do: () => {
        if (underWay()) alignment.stop();
        else {
          alignment.start(axis);
          view.setMaximised(sweepFigure);
        }
      }
    };
  };

  return {
    sweepDepth: alignmentSweep('depth', 'd'),
    sweepRadius: alignmentSweep('radius', 'p'),
    sweepBeta: {
      label: () => (codeSweep.progress() ? 'Stop the sweep over β' : 'Sweep β'),
      help: 'Trains a coder for each of several β under both losses on this stream, beside the run, and draws both curves under the bound.',
      keys: ['b'],
      unless: showsCodes(lab),
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
      label: () => 'Sweep',
      help: 'Runs this experiment with many settings and seeds on all cores, and compares them.',
      keys: ['v'],
      unless: open,
      do: () => sweeper.setShown(true)
    },
    compare: {
      label: () => 'Compare',
      help: 'Sets the open run aside and puts runs side by side: the settings that differ, curves and metrics.',
      keys: ['c'],
      unless: open,
      do: () => keptRuns.setShown(true)
    }
  } satisfies CommandEntries;
};
