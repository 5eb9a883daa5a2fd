/** Settings of codes that learn from images. */
import type { SettingDescription } from '../settings';

export const vaeSettings: readonly SettingDescription[] = [
  {
    name: 'loss',
    label: 'Distortion',
    group: 'Code',
    live: true,
    kind: 'choice',
    default: 'action',
    options: [
      { value: 'action', label: 'Answers to the query (action-centric)' },
      { value: 'vanilla', label: 'Pixels (vanilla)' }
    ],
    help: 'What the reconstruction is held to: the answers of the frozen classifier, Div[Q(x) ‖ Q(r(z))], or every pixel. The other half of the loss is the rate.'
  },
  {
    name: 'beta',
    label: 'Price of rate',
    symbol: 'β',
    group: 'Code',
    live: true,
    kind: 'number',
    default: 0.1,
    min: 1e-8,
    max: 1e4,
    scale: 'log',
    help: 'The loss is D + βR. Pixels are hundreds of nats and answers a few, so a vanilla code needs a β some ten times larger for the same rate.'
  },
  {
    name: 'beside',
    label: 'Coders beside it',
    group: 'Code',
    live: false,
    kind: 'text',
    default: '',
    help: 'Others that learn from the same minibatches with the same noise and the same first weights, as in "vanilla 1, action 0.01": a loss and its β each.'
  },
  {
    name: 'latents',
    label: 'Latents',
    symbol: 'K',
    group: 'Code',
    live: false,
    kind: 'number',
    default: 8,
    min: 1,
    max: 64,
    integer: true,
    scale: 'linear',
    help: 'Gaussian dimensions of the code. Those that pay for no rate fall asleep.'
  },
  {
    name: 'coder',
    label: 'Coder',
    group: 'Code',
    live: false,
    kind: 'choice',
    default: 'mlp',
    options: [
      { value: 'mlp', label: 'Dense layers' },
      { value: 'cnn', label: 'Convolutions, then dense layers' }
    ],
    help: 'Encoder and, in reverse, decoder. Convolutions have 16, 32 and 64 filters of 3 × 3, the sides halved twice.'
  },
  {
    name: 'hidden',
    label: 'Hidden units',
    group: 'Code',
    live: false,
    kind: 'numbers',
    default: '128',
    min: 1,
    max: 4096,
    integer: true,
    unit: 'units',
    most: 4,
    help: 'Widths of the dense layers between image and code, ReLU; the decoder has them in reverse.'
  },
  {
    name: 'pixelLoss',
    label: 'Loss of a pixel',
    group: 'Code',
    live: false,
    kind: 'choice',
    default: 'bernoulli',
    options: [
      { value: 'bernoulli', label: 'Bernoulli cross-entropy' },
      { value: 'squared', label: 'Half the squared error' }
    ],
    help: 'What vanilla coders minimise, summed over pixels, in nats.'
  },
  {
    name: 'capacity',
    label: 'Capacity',
    symbol: 'C',
    group: 'Code',
    live: true,
    kind: 'number',
    default: 0,
    min: 0,
    max: 200,
    unit: 'nats',
    scale: 'linear',
    help: 'Above 0 the first coder is held to this rate instead of paying for it: D + γ|R − C|, with C rising from 0 (Burgess et al. 2018).'
  },
  {
    name: 'capacityWeight',
    label: 'Pull towards it',
    symbol: 'γ',
    group: 'Code',
    live: true,
    kind: 'number',
    default: 10,
    min: 0.001,
    max: 10000,
    scale: 'log',
    help: 'Weight γ of |R − C|; it needs to be large beside what a nat of rate saves in distortion. Unused while the capacity is 0.'
  },
  {
    name: 'capacitySteps',
    label: 'Rising over',
    group: 'Code',
    live: true,
    kind: 'number',
    default: 3000,
    min: 1,
    max: 1000000,
    integer: true,
    unit: 'minibatches',
    scale: 'log',
    help: 'Minibatches over which C rises to its full value. Unused while the capacity is 0.'
  },
  {
    name: 'query',
    label: 'Query',
    symbol: 'Q',
    group: 'Query',
    live: true,
    kind: 'text',
    default: '',
    help: 'What action needs to know: a factor of the stream such as "shape", or several with their weights, "shape 0.5, side 0.5". Empty asks for the first. Change it while the run goes on and watch the code re-allocate.'
  },
  {
    name: 'divergence',
    label: 'Divergence of answers',
    symbol: 'Div',
    group: 'Query',
    live: true,
    kind: 'choice',
    default: 'forward',
    options: [
      { value: 'forward', label: 'KL[Q(x) ‖ Q(r)]' },
      { value: 'reverse', label: 'KL[Q(r) ‖ Q(x)]' },
      { value: 'label', label: 'Cross-entropy with the label' }
    ],
    help: 'Between the belief about the image and the belief about its reconstruction, in either direction, or between the true label and the latter.'
  },
  {
    name: 'classifier',
    label: 'Classifier',
    group: 'Classifiers',
    live: false,
    kind: 'choice',
    default: 'mlp',
    options: [
      { value: 'mlp', label: 'One hidden layer' },
      { value: 'cnn', label: 'Three convolutions (the paper’s)' }
    ],
    help: 'The network that answers a query, trained on the images themselves and then frozen. The convolutional one has batch normalisation, pooling and dropout.'
  },
  {
    name: 'classifierUnits',
    label: 'Its hidden units',
    group: 'Classifiers',
    live: false,
    when: { name: 'classifier', is: ['mlp'] },
    kind: 'number',
    default: 128,
    min: 1,
    max: 4096,
    integer: true,
    unit: 'units',
    scale: 'log',
    help: 'Width of the hidden layer, ReLU.'
  },
  {
    name: 'classifierSteps',
    label: 'Trained for',
    group: 'Classifiers',
    live: false,
    kind: 'number',
    default: 1000,
    min: 1,
    max: 1000000,
    integer: true,
    unit: 'minibatches',
    scale: 'log',
    help: 'Minibatches each classifier learns from before it is frozen and the codes begin. Even minibatches go to the classifiers that will be asked, odd ones to independent ones, which only check.'
  },
  {
    name: 'learningRate',
    label: 'Learning rate',
    symbol: 'η',
    group: 'Learning rule',
    live: true,
    kind: 'number',
    default: 0.001,
    min: 1e-7,
    max: 1,
    scale: 'log',
    help: 'Step size of Adam (Kingma & Ba 2015), for coders and classifiers.'
  },
  {
    name: 'batch',
    label: 'Arrivals a minibatch',
    group: 'Learning rule',
    live: false,
    kind: 'number',
    default: 64,
    min: 1,
    max: 1024,
    integer: true,
    unit: 'images',
    scale: 'log',
    help: 'Images that flow in between two updates of the weights.'
  },
  {
    name: 'reservoir',
    label: 'Reservoir',
    group: 'Learning rule',
    live: false,
    kind: 'number',
    default: 0,
    min: 0,
    max: 100000,
    integer: true,
    unit: 'images',
    scale: 'linear',
    help: 'Images remembered, every one seen so far with the same chance (Vitter 1985); 0 remembers none.'
  },
  {
    name: 'replay',
    label: 'Replayed',
    group: 'Learning rule',
    live: false,
    kind: 'number',
    default: 64,
    min: 0,
    max: 1024,
    integer: true,
    unit: 'images',
    scale: 'linear',
    help: 'Images drawn from the reservoir and added to each minibatch. Unused while there is no reservoir.'
  }
];
