/** RULER's needles in a haystack (models/retrieval/tasks/needle.ts). */
import { needle } from '../../../models/retrieval/tasks/needle';
import { SettingError } from '../../../models/settings';
import { count } from '../streamSettings';
import { checkLines, passagesSetting, taskSource } from './passageStream';

export const needlesSource = taskSource({
  id: 'needles',
  title: 'Needles in a haystack',
  summary: 'Numbers of several keys among sentences that say nothing; those of some keys are asked for.',
  task: needle,
  settings: [
    passagesSetting(300),
    count({
      name: 'needleKeys',
      label: 'Keys',
      default: 4,
      min: 1,
      max: 1000,
      scale: 'log',
      unit: 'keys',
      help: 'Each has needles of its own.'
    }),
    count({
      name: 'askedKeys',
      label: 'Keys asked for',
      default: 1,
      min: 1,
      max: 16,
      unit: 'keys',
      help: 'All numbers of these are asked for at once.'
    }),
    count({
      name: 'needleValues',
      label: 'Numbers of a key',
      default: 1,
      min: 1,
      max: 64,
      help: 'Needles that each key has.'
    })
  ],
  numbers({ askedKeys, needleKeys, needleValues, textPassages }) {
    if (askedKeys > needleKeys)
      throw new SettingError(
        `${askedKeys} keys are asked for and there are ${needleKeys}; set 'needleKeys' higher.`
      );
    checkLines('Needles', needleKeys * needleValues, textPassages);
    return { passages: textPassages, keys: needleKeys, asked: askedKeys, values: needleValues };
  }
});
