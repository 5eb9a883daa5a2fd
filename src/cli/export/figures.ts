/** A run's figures as one file: SVG, PDF or PNG, of one panel or of several. */
import { type ComposedPanel, composeFigures } from '../../figures/compose';
import { printedSvg } from '../../figures/exportFigure';
import { inLettersOf, sayLacking } from '../../figures/lackingLetters';
import type { Session } from '../../session/session';
import { type Call, choice, UsageError, wholeNumber } from '../command';
import { suggestion } from '../nearest';
import { figuresOf, shownAs, sweepResult } from '../run/figures';
import { pdfMaker, pngMaker, printedLetters } from '../run/printing';
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
    { name: 'unit', value: '<n>', help: 'Figures: the unit or state that panels of one show.' },
    {
      name: 'synapse',
      value: '<n>',
      help: 'Figures: the synapse onto it; the one that earns most by default.'
    },
    { name: 'columns', value: '<n>', help: 'Figures: panels beside each other; 1 by default.' },
    { name: 'width', value: `<${widths.join('|')}>`, help: 'Figures: width in mm.' },
    { name: 'height', value: '<mm>', help: 'Figures: height of a row in mm; 60 by default.' },
    { name: 'letters', help: 'Figures: a, b, c in bold at the panels.' },
    { name: 'own-axes', help: 'Figures: every panel says its axes, also those shared with a neighbour.' },
    { name: 'dpi', value: '<n>', help: 'Figures: dots per inch of a PNG; 300 by default.' }
  ],
  followed(call) {
    const [unit, synapse] = [wholeNumber(call, 'unit', 0), wholeNumber(call, 'synapse', 0)];
    return { ...(unit !== undefined && { unit }), ...(synapse !== undefined && { synapse }) };
  },
  async write({ followed, recipe, session }, format, call) {
    const { shape, units } = session.describe();
    const partners = shape.inputs + units;
    if ((followed.synapse ?? 0) >= partners)
      throw new UsageError(
        `--synapse is ${followed.synapse}; expected a whole number from 0 to ${partners - 1}: inputs first, then units.`
      );
    const { context, figures } = await figuresOf(session, followed);
    const ids = figures.map(({ id }) => id);
    const shown = recipe.figures ?? [];
    const asked =
      call
        .get('figures')
        ?.split(',')
        .map((id) => id.trim()) ?? (shown.length > 0 ? shown.map(({ id }) => id) : ids.slice(0, 1));
    const range = timeRange(call, session);
    const panels = asked.map((id): ComposedPanel => {
      const figure = figures.find((candidate) => candidate.id === id);
      if (!figure)
        throw new UsageError(
          `There is no figure '${id}' of this run.${suggestion(id, ids)} Figures: ${ids.join(', ')}.`
        );
      const told = shown.find((each) => each.id === id);
      const sweep = figure.needs === 'sweep' && { sweep: sweepResult() };
      const { selection, ...seen } = { selection: context.selection, ...(told && shownAs(told)) };
      return {
        figure,
        context: {
          ...context,
          ...sweep,
          ...seen,
          ...range,
          selection: { ...selection, ...asAsked(call, followed) }
        }
      };
    });
    const widthMm = Number(choice(call, 'width', widths));
    const printed = composeFigures(panels, session.recording, {
      widthMm,
      rowHeightMm: wholeNumber(call, 'height', 20) ?? 60,
      columns: wholeNumber(call, 'columns', 1) ?? 1,
      letters: call.has('letters'),
      ownAxes: call.has('own-axes'),
      recipe
    });
    const size = { widthMm, heightMm: printed.heightMm };
    if (format === 'svg') return { bytes: new TextEncoder().encode(printedSvg(printed, size)), warnings: [] };
    const { lacking } = inLettersOf(printed.scene, await printedLetters());
    const lost = sayLacking(lacking, `the ${format.toUpperCase()}`);
    const bytes =
      format === 'pdf'
        ? await (await pdfMaker())(printed)
        : (await pngMaker(wholeNumber(call, 'dpi', 30) ?? 300))(printed, size);
    return { bytes, warnings: lost === undefined ? [] : [lost] };
  }
};

/** What the options name comes before what a recipe tells. */
function asAsked(call: Call, { synapse, unit }: { unit?: number; synapse?: number }) {
  return {
    ...(call.get('unit') !== undefined && { unit: unit! }),
    ...(call.get('synapse') !== undefined && { synapse: synapse! })
  };
}

/** The ticks of panels of time, where they are told. Throws UsageError for a stretch that was not made or is not kept. */
function timeRange(call: Call, session: Session): { until?: number; windowTicks?: number } {
  const [from, until] = [wholeNumber(call, 'from', 0), wholeNumber(call, 'until', 1)];
  if (from === undefined && until === undefined) return {};
  const { tick } = session.status().clock;
  const end = until ?? tick;
  if (end > tick)
    throw new UsageError(`--until is ${end}, but the run makes ${tick} ticks; give at most ${tick}.`);
  if (from === undefined) return { until: end };
  if (end - from < 2)
    throw new UsageError(
      `--from ${from} and --until ${end} hold less than two ticks; begin earlier or end later.`
    );
  const kept = session.recording.all.filter(({ length, probe }) => probe.kind === 'tick' && length > 0);
  const oldest = Math.max(0, ...kept.map((ring) => ring.oldest));
  if (from < oldest)
    throw new UsageError(
      `--from is ${from}, but ticks before ${oldest} were too many to keep; begin at ${oldest} or run fewer trials.`
    );
  return { until: end, windowTicks: end - from };
}
