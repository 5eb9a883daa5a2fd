/** The labs, as the rail at the left has them. */
import { type LabId, labs as allLabs } from '../lab/labs';
import type { CommandContext, CommandEntries, CommandEntry } from './command';
import { only } from './conditions';

export const labs = ({ bench }: CommandContext) => {
  const { lab } = bench;
  const open = (id: LabId, key: string): CommandEntry => {
    const word = allLabs.find((one) => one.id === id)?.word ?? id;
    return {
      label: () => `${word} lab`,
      help: `Opens the ${word} lab as it was left, or with its first preset.`,
      keys: [key],
      unless: only(() => lab.opened() === undefined || lab.kind() !== id, 'It is open.'),
      do: () => void lab.openLab(id)
    };
  };
  return {
    learningLab: open('learning', '1'),
    mapsLab: open('maps', '2'),
    codesLab: open('codes', '3'),
    memoryLab: open('memory', '4'),
    textLab: open('text', '5')
  } satisfies CommandEntries & Record<`${LabId}Lab`, CommandEntry>;
};
