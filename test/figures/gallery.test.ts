import { expect, test } from 'vitest';
import { exportFigure } from '../../src/figures/exportFigure';
import { learningFigures } from '../../src/figures/learning/registry';
import { themes } from '../../src/figures/theme';
import { toSvg } from '../../src/figures/toSvg';
import { evidenceContext, recipe, syntheticRecording } from './syntheticRecording';

const recording = syntheticRecording();

for (const figure of learningFigures) {
  for (const theme of [themes.light, themes.dark])
    test(`${figure.id} looks as it did, ${theme.name} on screen`, async () => {
      const svg = toSvg(figure.draw(recording, evidenceContext({ theme })), { title: figure.title });
      await expect(svg).toMatchFileSnapshot(`./gallery/${figure.id}.${theme.name}.svg`);
    });

  test(`${figure.id} looks as it did, 89 mm wide on paper`, async () => {
    const { theme, size, memory, ...context } = evidenceContext();
    const svg = exportFigure(figure, recording, context, { widthMm: 89, heightMm: 60, recipe });
    await expect(svg).toMatchFileSnapshot(`./gallery/${figure.id}.paper.svg`);
  });
}
