/** Which neuron, synapse, state or code is looked at. */
import { planeSide } from '../../models/codes/probes';
import { hasCodes } from '../lab/codeSweep';
import { hasWorld } from '../lab/spreads';
import { storyFigure, tellsStories } from '../lab/story';
import { channelsOnto } from '../lab/synapses';
import type { CommandContext, CommandEntries } from './command';
import { all, hasUnit, isOpen, only } from './conditions';

export const selection = ({ bench }: CommandContext) => {
  const { lab, view } = bench;
  const { running } = lab;
  const open = isOpen(lab);
  const inCodes = (): boolean => hasCodes(lab.opened());
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
  const unitWord = (): string =>
    ({ learning: 'neuron', maps: 'state', codes: 'code', memory: 'unit', text: 'passage' })[lab.kind()];
  const ofNeuron = all(
    hasUnit(lab),
    only(() => !hasWorld(lab.opened()), 'States of a world have no synapses.')
  );
  return {
    previousUnit: {
      label: () => `Previous ${unitWord()}`,
      help: 'Selects the neuron, state or decoded image before the selected one.',
      keys: ['['],
      unless: open,
      do: () => selectBeside(-1)
    },
    nextUnit: {
      label: () => `Next ${unitWord()}`,
      help: 'Selects the neuron, state or decoded image after the selected one.',
      keys: [']'],
      unless: open,
      do: () => selectBeside(1)
    },
    previousSynapse: {
      label: () => 'Previous synapse',
      help: 'Selects the synapse before the selected one, onto the selected neuron.',
      keys: ['{'],
      unless: ofNeuron,
      do: () => selectSynapseBeside(-1)
    },
    nextSynapse: {
      label: () => 'Next synapse',
      help: 'Selects the synapse after the selected one, onto the selected neuron.',
      keys: ['}'],
      unless: ofNeuron,
      do: () => selectSynapseBeside(1)
    },
    explainSynapse: {
      label: () => 'Explain this synapse',
      help: 'Holds time at the end of the trial and shows why the weight of the selected synapse changes, tick by tick.',
      keys: ['e'],
      unless: all(
        ofNeuron,
        only(
          () => tellsStories(lab.opened()),
          'The model of this experiment tells no stories of its synapses.'
        )
      ),
      do: () => {
        // To the end of the trial: credit may come with its last ticks only.
        if (running()) void lab.step('trial');
        view.setMaximised(storyFigure);
      }
    },
    clearSelection: {
      label: () => 'Clear selection',
      help: 'Restores a maximised panel, then goes back to now, then lets go of the marked instant, then of the neuron or image.',
      keys: ['Escape'],
      unless: open,
      do: () => {
        if (view.maximised()) view.setMaximised(undefined);
        else if (lab.scrubbed() !== undefined) lab.scrub(undefined);
        else if (lab.pinned()) lab.markInstant(undefined, false);
        else if (inCodes()) lab.selectCode(undefined);
        else void lab.selectUnit(undefined);
      }
    }
  } satisfies CommandEntries;
};
