import { byKey, ofPanel, testAccess } from './lab';

testAccess({
  name: 'Maps',
  path: '#preset=detour',
  trials: 12,
  waiting: ['spread'],
  dialogs: [
    byKey('world', 'w'),
    byKey('large graph', 'g'),
    byKey('sweep', 'v'),
    ofPanel('World and animal', 'Explain'),
    ofPanel('Successor matrix', 'Data table'),
    ofPanel('Steps to the reward', 'Compose figure')
  ]
});
