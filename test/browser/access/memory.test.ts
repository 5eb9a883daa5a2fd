import { byKey, ofPanel, testAccess } from './lab';

testAccess({
  name: 'Memory',
  path: '#preset=one-layer-induction',
  trials: 8,
  waiting: ['generated'],
  dialogs: [
    byKey('sweep', 'v'),
    byKey('devices', 'D'),
    ofPanel('How the memories learn', 'Data table'),
    ofPanel('How the memories learn', 'Explain'),
    ofPanel('Accuracy by distance', 'Compose figure')
  ]
});
