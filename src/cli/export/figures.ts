/** A run's figures as one file: SVG, PDF or PNG, of one panel or of several. */
import { composeFigures } from '../../figures/compose';
import { printedSvg } from '../../figures/exportFigure';
import { choice, UsageError, wholeNumber } from '../command';
import { suggestion } from '../nearest';
import { figuresOf, pdfMaker, pngMaker, shownAs } from '../run/figures';
import type { ExportFamily } from './family';

const widths = ['183', '120', '89'] as const;

export const figureFiles: ExportFamily = {
  formats: ['svg', 'pdf', 'png'],
  options: [
    {
      name: 'figures',
      value: '<a,b,c>',
      help: 'Figures: which panels, row by row; those of a figure file by default.'
    },
    { name: 'columns', value: '<n>', help: 'Figures: panels beside each other; 1 by default.' },
    { name: 'width', value: `<${widths.join('|')}>`, help: 'Figures: width in mm.' },
    { name: 'height', value: '<mm>', help: 'Figures: height of a row in mm; 60 by default.' },
    { name: 'letters', help: 'Figures: a, b, c in bold at the panels.' },
    { name: 'dpi', value: '<n>', help: 'Figures: dots per inch of a PNG; 300 by default.' }
  ],
  async write({ recipe, session }, format, call) {
    const { context, figures } = figuresOf(session.describe(), session.recording);
    const ids = figures.map(({ id }) => id);
    const shown = recipe.figures ?? [];
    const asked =
      call
        .get('figures')
        ?.split(',')
        .map((id) => id.trim()) ?? (shown.length > 0 ? shown.map(({ id }) => id) : ids.slice(0, 1));
    const panels = asked.map((id) => {
      const figure = figures.find((candidate) => candidate.id === id);
      if (!figure)
        throw new UsageError(
          `There is no figure '${id}' of this run.${suggestion(id, ids)} Figures: ${ids.join(', ')}.`
        );
      const told = shown.find((each) => each.id === id);
      return { figure, context: { ...context, ...(told && shownAs(told)) } };
    });
    const widthMm = Number(choice(call, 'width', widths));
    const printed = composeFigures(panels, session.recording, {
      widthMm,
      rowHeightMm: wholeNumber(call, 'height', 20) ?? 60,
      columns: wholeNumber(call, 'columns', 1) ?? 1,
      letters: call.has('letters'),
      recipe
    });
    if (format === 'pdf') return (await pdfMaker())(printed);
    const svg = printedSvg(printed, { widthMm, heightMm: printed.heightMm });
    if (format === 'svg') return new TextEncoder().encode(svg);
    return (await pngMaker(wholeNumber(call, 'dpi', 30) ?? 300))(svg, printed.recipe, widthMm);
  }
};
