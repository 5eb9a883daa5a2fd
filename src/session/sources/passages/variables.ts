/** RULER's variable tracking (models/retrieval/tasks/variableTracking.ts). */
import { variableTracking } from '../../../models/retrieval/tasks/variableTracking';
import { count } from '../streamSettings';
import { checkLines, passagesSetting, taskSource } from './passageStream';

export const variableTrackingSource = taskSource({
  id: 'variableTracking',
  title: 'Variable tracking',
  summary: 'A variable gets a value, others get it from each other, among five sentences again and again.',
  task: variableTracking,
  settings: [
    passagesSetting(755),
    count({
      name: 'assignments',
      label: 'Hops',
      default: 4,
      min: 1,
      max: 64,
      unit: 'hops',
      help: 'Variables that get the value from one before, one after another.'
    }),
    count({
      name: 'otherChains',
      label: 'Other chains',
      default: 0,
      min: 0,
      max: 64,
      unit: 'chains',
      help: 'Of other values; their lines share the word VAR.'
    })
  ],
  numbers({ assignments, otherChains, textPassages }) {
    checkLines('Assignments', (assignments + 1) * (otherChains + 1), textPassages);
    return { passages: textPassages, hops: assignments, others: otherChains };
  }
});
