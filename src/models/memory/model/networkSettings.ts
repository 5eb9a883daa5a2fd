/** Settings of what networks over sequences are made of: what holds for all layers. */
import type { SettingDescription } from '../../settings';
import { ofLayers } from './ofLayers';

export const networkSettings: readonly SettingDescription[] = [
  {
    name: 'layer',
    label: 'Layer',
    group: 'Network',
    live: false,
    kind: 'choice',
    default: 'ovq',
    options: [
      { value: 'softmax', label: 'Softmax attention' },
      { value: 'window', label: 'Attention over a window' },
      { value: 'gqa', label: 'Grouped-query attention' },
      { value: 'mla', label: 'Multi-head latent attention' },
      { value: 'cca', label: 'Compressed convolutional attention' },
      { value: 'linear', label: 'Linear attention' },
      { value: 'ssd', label: 'State-space (Mamba2)' },
      { value: 'vq', label: 'Attention over a codebook' },
      { value: 'ovq', label: 'Online vector-quantised attention' },
      { value: 'zamba2', label: 'Zamba2 hybrid' }
    ],
    help: 'How tokens are mixed: what the memory keeps of the past, and how it is read.'
  },
  {
    name: 'beside',
    label: 'Networks beside it',
    group: 'Network',
    live: false,
    kind: 'text',
    default: '',
    help: 'Others that learn from the same stream with the same first numbers, as in "softmax, linear, ovq opening random": a layer each, then settings in which it differs.'
  },
  {
    name: 'layers',
    label: 'Layers',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 2,
    min: 1,
    max: 32,
    integer: true,
    scale: 'linear',
    help: 'Residual blocks, one above the other.'
  },
  {
    name: 'width',
    label: 'Width',
    symbol: 'd',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 64,
    min: 2,
    max: 2048,
    integer: true,
    unit: 'columns',
    scale: 'log',
    help: 'Of the residual stream; heads share it out.'
  },
  {
    name: 'heads',
    label: 'Heads',
    symbol: 'H',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 4,
    min: 1,
    max: 64,
    integer: true,
    scale: 'log',
    help: 'Memories read side by side in each layer, each width / heads columns wide.'
  },
  {
    name: 'keyHeads',
    label: 'Heads of keys',
    group: 'Network',
    when: ofLayers('gqa'),
    live: false,
    kind: 'number',
    default: 1,
    min: 1,
    max: 64,
    integer: true,
    scale: 'log',
    help: 'Keys and values that are shared by several query heads each (grouped-query attention).'
  },
  {
    name: 'mlp',
    label: 'Hidden units of the MLP',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 128,
    min: 0,
    max: 8192,
    integer: true,
    unit: 'units',
    scale: 'linear',
    help: 'Gated, after each mixer: W₂ (SiLU(a) b); 0 leaves it out. In Zamba2 that of the shared blocks, 0 for 4 times the width.'
  },
  {
    name: 'windowEvery',
    label: 'A window every',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 0,
    min: 0,
    max: 32,
    integer: true,
    unit: 'layers',
    scale: 'linear',
    help: 'Every how many layers one is attention over a window instead, the first being one; 0 for none. Windows bring positions to memories that know none.'
  },
  {
    name: 'window',
    label: 'Window',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 32,
    min: 1,
    max: 4096,
    integer: true,
    unit: 'ticks',
    scale: 'log',
    help: 'Latest keys that a layer of attention over a window sees, its own tick included.'
  },
  {
    name: 'positions',
    label: 'Positions',
    group: 'Network',
    when: ofLayers('softmax', 'gqa', 'mla', 'cca', 'zamba2'),
    live: false,
    kind: 'choice',
    default: 'none',
    options: [
      { value: 'none', label: 'None' },
      { value: 'rope', label: 'Rotary (RoPE)' }
    ],
    help: 'How attention knows how far back a key is. Windows always turn; linear attention, state-space layers and dictionaries never do.'
  },
  {
    name: 'tied',
    label: 'Head is the embedding',
    group: 'Network',
    live: false,
    kind: 'toggle',
    default: false,
    help: 'Logits of tokens are inner products with their embeddings, with one matrix fewer. Streams of vectors are not concerned.'
  }
];
