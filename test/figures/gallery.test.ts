import { expect, test } from 'vitest';
import { exportFigure } from '../../src/figures/exportFigure';
import type { FigureContext } from '../../src/figures/figure';
import { learningFigures } from '../../src/figures/learning/registry';
import { projector, themes } from '../../src/figures/theme';
import { toSvg } from '../../src/figures/toSvg';
import type { Recording } from '../../src/session/recording';
import {
  digitsContext,
  digitsRecording,
  evidenceContext,
  recipe,
  syntheticRecording
} from './syntheticRecording';

const evidence = syntheticRecording();
const digits = digitsRecording();

function onScreen(id: string, name: string, recording: Recording, context: FigureContext): void {
  test(`${id} looks as it did, ${name}`, async () => {
    const figure = learningFigures.find((each) => each.id === id)!;
    const svg = toSvg(figure.draw(recording, context), { title: figure.title });
    await expect(svg).toMatchFileSnapshot(`./gallery/${id}.${name.replaceAll(' ', '-')}.svg`);
  });
}

for (const { id } of learningFigures) {
  onScreen(id, 'light', evidence, evidenceContext());
  onScreen(id, 'dark', evidence, evidenceContext({ theme: themes.dark }));
  test(`${id} looks as it did, 89 mm wide on paper`, async () => {
    const figure = learningFigures.find((each) => each.id === id)!;
    const svg = exportFigure(figure, evidence, evidenceContext(), { widthMm: 89, heightMm: 60, recipe });
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
