import { expect, test } from 'vitest';
import { exportFigure } from '../../src/figures/exportFigure';
import type { FigureContext } from '../../src/figures/figure';
import { learningFigures } from '../../src/figures/learning/registry';
import { projector, themes } from '../../src/figures/theme';
import { toSvg } from '../../src/figures/toSvg';
import type { Recording } from '../../src/session/recording';
import { deepContext, deepRecording, deepSweep, deepSynapse, deepUnit, spikingLayers } from './deepRecording';
import {
  digitsContext,
  digitsRecording,
  evidenceContext,
  recipe,
  syntheticRecording
} from './syntheticRecording';

const evidence = syntheticRecording();
const digits = digitsRecording();
const deep = deepRecording();
const spiking = deepRecording({ spiking: true });
/** Figures that say nothing of a single layer are drawn of three. */
const ofLayers = new Set(['alignment', 'cascade', 'synapseStory', 'alignmentSweep']);

function onScreen(id: string, name: string, recording: Recording, context: FigureContext): void {
  test(`${id} looks as it did, ${name}`, async () => {
    const figure = learningFigures.find((each) => each.id === id)!;
    const svg = toSvg(figure.draw(recording, context), { title: figure.title });
    await expect(svg).toMatchFileSnapshot(`./gallery/${id}.${name.replaceAll(' ', '-')}.svg`);
  });
}

for (const { id } of learningFigures) {
  const [recording, contextOf] = ofLayers.has(id) ? [deep, deepContext] : [evidence, evidenceContext];
  onScreen(id, 'light', recording, contextOf());
  onScreen(id, 'dark', recording, contextOf({ theme: themes.dark }));
  test(`${id} looks as it did, 89 mm wide on paper`, async () => {
    const figure = learningFigures.find((each) => each.id === id)!;
    const svg = exportFigure(figure, recording, contextOf(), { widthMm: 89, heightMm: 60, recipe });
    await expect(svg).toMatchFileSnapshot(`./gallery/${id}.paper.svg`);
  });
}

onScreen('spikeRaster', 'of analogue units', digits, digitsContext());
onScreen('outputVsTarget', 'of ten classes', digits, digitsContext());
onScreen('neuron', 'of a leaky tanh unit', digits, digitsContext({ windowTicks: 24 }));
onScreen('weightMatrix', 'of analogue units', digits, digitsContext());
onScreen('networkGraph', 'of many units', digits, digitsContext({ selection: {} }));
onScreen(
  'firingRates',
  'by unit',
  evidence,
  evidenceContext({ settings: { view: 'units', targetRate: 10 } })
);
onScreen('learningCurves', 'logarithmic', evidence, evidenceContext({ settings: { logLoss: true } }));
onScreen(
  'learningCurves',
  'projected',
  evidence,
  evidenceContext({ theme: projector(themes.light), size: { width: 900, height: 450 } })
);
onScreen('spikeRaster', 'in a small panel', evidence, evidenceContext({ size: { width: 320, height: 180 } }));
onScreen('neuron', 'before a unit is selected', evidence, evidenceContext({ selection: {} }));

onScreen('networkGraph', 'of three layers', deep, deepContext({ size: { width: 640, height: 320 } }));
onScreen(
  'networkGraph',
  'of three layers in a small panel',
  deep,
  deepContext({ size: { width: 320, height: 240 } })
);
onScreen('networkGraph', 'of spiking layers', spiking, deepContext({ layers: spikingLayers, selection: {} }));
onScreen('spikeRaster', 'of three layers', deep, deepContext({ size: { width: 320, height: 240 } }));
onScreen('spikeRaster', 'of spiking layers', spiking, deepContext({ layers: spikingLayers }));
onScreen('firingRates', 'of three layers', deep, deepContext());
onScreen(
  'traceWaterfall',
  'of a unit in the second layer',
  deepRecording({ watched: 30 }),
  deepContext({ selection: { unit: 30 } })
);
onScreen('weightMatrix', 'of three layers', deep, deepContext());
onScreen(
  'cascade',
  'of one synapse',
  deep,
  deepContext({ selection: { unit: deepUnit, synapse: deepSynapse } })
);
onScreen('cascade', 'in a small panel', deep, deepContext({ size: { width: 320, height: 360 } }));
onScreen('synapseStory', 'in a small panel', deep, deepContext({ size: { width: 320, height: 300 } }));
onScreen(
  'synapseStory',
  'projected',
  deep,
  deepContext({ theme: projector(themes.light), size: { width: 900, height: 700 } })
);
onScreen('alignment', 'in a small panel', deep, deepContext({ size: { width: 320, height: 240 } }));
onScreen('alignmentSweep', 'over the spectral radius', deep, deepContext({ sweep: deepSweep('radius') }));
