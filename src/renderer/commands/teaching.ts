/** Lessons, words explained, and what a teacher prepares. */
import type { CommandContext, CommandEntries } from './command';
import { isOpen } from './conditions';

export const teaching = ({ bench, toGlossary, toLessons }: CommandContext) => {
  const { lab, view } = bench;
  return {
    lessons: {
      label: () => 'Lessons',
      help: 'Step by step through this lab, beside the panels. Pressed again it goes back to the step (F6 out of a field too), and from there it closes.',
      keys: ['h', 'F6'],
      do: toLessons
    },
    glossary: {
      label: () => 'Glossary',
      help: 'Every setting, panel and term with its equation and where it comes from, to be searched; F1 asks for what has the focus.',
      keys: ['q', 'F1'],
      do: toGlossary
    },
    prepareClass: {
      label: () => 'Prepare for a class',
      help: 'Which controls and panels a class sees, the lesson it begins with and a question of your own; as a link or a file.',
      keys: ['H'],
      unless: isOpen(lab),
      do: () => view.setDialog('prepareClass')
    }
  } satisfies CommandEntries;
};
