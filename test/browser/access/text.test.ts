import { byKey, ofPanel, testAccess } from './lab';

testAccess({
  name: 'Text',
  path: '#preset=near-copies',
  trials: 4,
  waiting: [],
  dialogs: [
    byKey('sweep', 'v'),
    ofPanel('Where the words go', 'Data table'),
    ofPanel('What became of the documents', 'Explain'),
    ofPanel('Near copies found', 'Compose figure')
  ]
});
