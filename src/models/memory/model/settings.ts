/** What the settings of sequence memories say: the networks that learn side by side, and their sizes. */
import {
  checkSetting,
  completeSettings,
  listOf,
  parseSetting,
  type SettingDescription,
  SettingError,
  type Settings
} from '../../settings';
import { type LayerKind, layerKinds, type NetworkSizes } from '../network/plan';
import { layerSettings } from './layerSettings';
import { learningSettings } from './learningSettings';
import { networkSettings } from './networkSettings';

export const memorySettings: readonly SettingDescription[] = [
  ...networkSettings,
  ...layerSettings,
  ...learningSettings
];

/** Settings in which networks may differ that learn from one stream. */
const own = [...networkSettings, ...layerSettings].filter(({ name }) => name !== 'beside');

export interface PlannedNetwork {
  /** As it was written: "ovq opening random"; the first by its layer's name alone. */
  label: string;
  sizes: NetworkSizes;
}

/** The network the settings describe, then those beside it. Throws SettingError for words and sizes that do not fit. */
export function networkList(given: Settings): PlannedNetwork[] {
  const settings = completeSettings(memorySettings, given);
  const first = { label: String(settings.layer), sizes: sizesOf(settings) };
  if (String(settings.beside).trim() === '') return [first];
  return [
    first,
    ...listOf(settings.beside).map((entry) => ({ label: entry, sizes: sizesOf(besideIt(settings, entry)) }))
  ];
}

/** "ovq opening random rows 64": a layer, then names of settings with their values. */
function besideIt(settings: Settings, entry: string): Settings {
  const [layer, ...words] = entry.split(/\s+/);
  const wrong = (what: string): SettingError =>
    new SettingError(
      `Setting 'beside' has '${entry}': ${what}; expected a layer, then settings with their values, as in "ovq rows 64".`
    );
  if (!layerKinds.includes(layer as LayerKind))
    throw wrong(`'${layer}' is no layer (${layerKinds.join(', ')})`);
  if (words.length % 2 === 1) throw wrong(`'${words.at(-1)}' has no value`);
  const changed: Record<string, Settings[string]> = { ...settings, layer };
  for (let w = 0; w < words.length; w += 2) {
    const description = own.find(({ name }) => name === words[w]);
    if (!description) throw wrong(`networks cannot differ in '${words[w]}'`);
    changed[words[w]] = checkSetting(description, parseSetting(description, words[w + 1]));
  }
  return changed;
}

/** Throws SettingError for sizes that do not fit together. */
function sizesOf(settings: Settings): NetworkSizes {
  const {
    beside: _,
    // Sources have a horizon of their own.
    growthEnd: horizon,
    positions,
    ...rest
  } = Object.fromEntries(['beside', ...own.map(({ name }) => name)].map((name) => [name, settings[name]]));
  const sizes = { ...rest, horizon, rope: positions === 'rope' } as unknown as NetworkSizes;
  for (const [fits, message] of conditions(sizes)) if (!fits) throw new SettingError(message);
  return sizes;
}

function conditions(sizes: NetworkSizes): [fits: boolean, message: string][] {
  const { groups, heads, keyFactor, keyHeads, layer, queryFactor, rope, turned, width, windowEvery } = sizes;
  const headWidth = width / heads;
  const whole = Number.isInteger;
  const all: [boolean, string][] = [
    [
      whole(headWidth),
      `Setting 'width' is ${width} for ${heads} heads; expected a width that the heads divide.`
    ],
    [
      !(rope || layer === 'window' || windowEvery > 0) || headWidth % 2 === 0 || layer === 'cca',
      `Heads are ${headWidth} columns wide; expected an even width, for rotary positions turn pairs of columns.`
    ]
  ];
  if (layer === 'gqa')
    all.push([
      heads % keyHeads === 0,
      `Setting 'keyHeads' is ${keyHeads} for ${heads} heads; expected a number that divides them.`
    ]);
  if (layer === 'mla')
    all.push([
      !rope || turned % 2 === 0,
      `Setting 'turned' is ${turned}; expected an even number of columns.`
    ]);
  if (layer === 'ssd' || layer === 'zamba2')
    all.push([
      heads % groups === 0,
      `Setting 'groups' is ${groups} for ${heads} heads; expected a number that divides them.`
    ]);
  if (layer === 'cca') {
    const narrow = headWidth / queryFactor;
    const fewer = (heads * queryFactor) / keyFactor;
    all.push(
      [
        whole(narrow) && (!rope || narrow % 2 === 0),
        `Heads of compressed attention are ${narrow} columns wide; expected a whole number${rope ? ', even for rotary positions' : ''}: change 'width', 'heads' or 'queryFactor'.`
      ],
      [
        whole(fewer) && whole(heads / fewer),
        `Compressed attention has ${fewer} heads of keys (heads times queryFactor over keyFactor); expected a whole number that divides the ${heads} heads.`
      ],
      [
        !sizes.valueShift || (fewer * narrow) % 2 === 0,
        'Values of compressed attention cannot be halved for the value shift; expected an even width / keyFactor.'
      ]
    );
  }
  return all;
}
