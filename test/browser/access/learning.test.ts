import { byKey, ofPanel, testAccess } from './lab';

testAccess({
  name: 'Learning',
  path: '',
  trials: 12,
  waiting: ['cascade'],
  dialogs: [
    byKey('keys', '?'),
    byKey('live input', 'l'),
    byKey('export of data', 'x'),
    byKey('journal', 'j'),
    byKey('sweep', 'v'),
    byKey('compare', 'c'),
    ofPanel('Activity', 'Compose figure'),
    ofPanel('Learning', 'Data table'),
    ofPanel('Weights', 'Explain')
  ]
});
