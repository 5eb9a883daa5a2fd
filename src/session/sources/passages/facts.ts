/** Facts that answer only together (models/retrieval/tasks/factChains.ts and twoHopFacts.ts). */
import { factChains } from '../../../models/retrieval/tasks/factChains';
import { twoHopFacts } from '../../../models/retrieval/tasks/twoHopFacts';
import { count } from '../streamSettings';
import { checkLines, passagesSetting, taskSource } from './passageStream';

export const factChainsSource = taskSource({
  id: 'factChains',
  title: 'Chains of facts',
  summary:
    'People move and carry things, told in order among sentences that say nothing; where is one of them?',
  task: factChains,
  settings: [
    passagesSetting(200),
    count({
      name: 'told',
      label: 'Facts',
      default: 12,
      min: 4,
      max: 500,
      scale: 'log',
      unit: 'facts',
      help: 'Told in all, the later ones being true.'
    }),
    count({
      name: 'supporting',
      label: 'Facts an answer takes',
      default: 2,
      min: 1,
      max: 2,
      unit: 'facts',
      help: '1: where a person is. 2: where a thing is, by who took it and where that person went.'
    })
  ],
  numbers({ supporting, textPassages, told }) {
    checkLines('Facts', told, textPassages);
    return { passages: textPassages, facts: told, supporting };
  }
});

export const twoHopFactsSource = taskSource({
  id: 'twoHopFacts',
  title: 'Two facts',
  summary: 'Who works for which firm, and where each firm lies; in which town does somebody work?',
  task: twoHopFacts,
  settings: [
    passagesSetting(300),
    count({
      name: 'persons',
      label: 'People',
      default: 20,
      min: 1,
      max: 5000,
      scale: 'log',
      unit: 'people',
      help: 'Each with a firm and a town: two facts.'
    })
  ],
  numbers({ persons, textPassages }) {
    checkLines('Facts', 2 * persons, textPassages);
    return { passages: textPassages, people: persons };
  }
});
