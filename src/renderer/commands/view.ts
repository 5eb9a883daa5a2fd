/** How the page looks. */
import { themes } from '../lab/view';
import { type SoundChoice, sounds, soundWords } from '../sound/sound';
import type { CommandContext, CommandEntries } from './command';
import { isOpen, only } from './conditions';

export const view = ({ bench }: CommandContext) => {
  const { lab, view } = bench;
  const nextSound = (): SoundChoice => sounds[(sounds.indexOf(view.sound.choice()) + 1) % sounds.length];
  return {
    settings: {
      label: () => (view.settingsOpen() ? 'Hide settings' : 'Show settings'),
      help: 'The settings at the left.',
      keys: ['s'],
      do: () => view.setSettingsOpen(!view.settingsOpen())
    },
    inspector: {
      label: () => (view.inspectorOpen() ? 'Hide inspector' : 'Show inspector'),
      help: 'The selected neuron or state, or the coders, at the right.',
      keys: ['i'],
      do: () => view.setInspectorOpen(!view.inspectorOpen())
    },
    defaultLayout: {
      label: () => 'Default layout',
      help: 'Puts every panel of the lab back where it usually is, the hidden ones too.',
      keys: ['y'],
      unless: only(() => view.layouts.of(lab.kind()) !== undefined, 'The panels stand as they usually do.'),
      do: () => {
        view.setMaximised(undefined);
        view.layouts.reset(lab.kind());
      }
    },
    sound: {
      label: () => `Sound: ${soundWords[nextSound()]}`,
      help: 'Lets the run be heard: a spike is a click, the first unit at the left and the last at the right; the loss of a trial is a tone, two octaves from no loss to the largest so far. Silent while time is held. Volume under View, in the settings.',
      keys: ['h'],
      unless: isOpen(lab),
      do: () => view.sound.choose(nextSound())
    },
    theme: {
      label: () => 'Next theme',
      help: 'Light, dark, high contrast, projector.',
      keys: ['t'],
      do: () => view.setTheme(themes[(themes.indexOf(view.theme()) + 1) % themes.length])
    }
  } satisfies CommandEntries;
};
