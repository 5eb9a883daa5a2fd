import { byKey, ofPanel, testAccess } from './lab';

testAccess({
  name: 'Codes',
  path: '#preset=rd-shapes',
  trials: 25,
  waiting: [],
  dialogs: [
    byKey('images', 'o'),
    byKey('sweep', 'v'),
    ofPanel('What the code is worth', 'Data table'),
    ofPanel('What the code is worth', 'Explain'),
    ofPanel('How the coders learn', 'Compose figure')
  ]
});
