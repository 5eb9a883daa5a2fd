/** HashHop as a text: its lines are passages (models/retrieval/tasks/hashHop.ts). */
import { hashHop } from '../../../models/retrieval/tasks/hashHop';
import { count } from '../streamSettings';
import { taskSource } from './passageStream';

export const hashesSource = taskSource({
  id: 'hashes',
  title: 'HashHop as text',
  summary: 'Shuffled lines that make chains of hashes; the end of a chain is asked for by its beginning.',
  task: hashHop,
  settings: [
    count({
      name: 'chains',
      label: 'Chains',
      default: 100,
      min: 1,
      max: 20000,
      scale: 'log',
      unit: 'chains',
      help: 'One of them is asked for.'
    }),
    count({
      name: 'hops',
      label: 'Hops',
      symbol: 'h',
      default: 3,
      min: 1,
      max: 16,
      unit: 'hops',
      help: 'Lines of a chain, from its first hash to its last; the question names only the first hash.'
    })
  ],
  numbers: ({ chains, hops }) => ({ chains, hops })
});
