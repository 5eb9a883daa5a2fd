/** Documents that are cleaned, and where they go from there. */
import { canBeCleanedAgain } from '../../session/sources/documents/cleaning';
import { handOver } from '../letters/handOver';
import type { CommandContext, CommandEntries, CommandEntry } from './command';
import { all, only } from './conditions';

export const text = ({ bench }: CommandContext) => {
  const { lab } = bench;
  const cleans = all(
    only(() => {
      const session = lab.opened();
      return session !== undefined && canBeCleanedAgain(session.experiment);
    }, 'It is for documents that are cleaned, in the Text lab.'),
    only(
      () => (lab.status()?.clock.tick ?? 0) > 0,
      'Nothing was kept yet: let documents flow in first, with Run or Step trial.'
    )
  );
  const learn = (take: 'kept' | 'raw', entry: Omit<CommandEntry, 'do' | 'unless'>): CommandEntry => ({
    ...entry,
    unless: cleans,
    do: () => void handOver(take, bench).catch(lab.alerts.error)
  });
  return {
    learnFromKept: learn('kept', {
      label: () => 'Learn from kept text',
      help: 'Opens the Memory lab on the letters of exactly the documents kept so far; the experiment says how they were cleaned, and comes to them again.',
      keys: ['n']
    }),
    learnFromRaw: learn('raw', {
      label: () => 'Learn from raw text',
      help: 'Opens the Memory lab on the letters of all documents that came so far, uncleaned, scored on the same held-out documents: to compare with.',
      keys: ['N']
    })
  } satisfies CommandEntries;
};
