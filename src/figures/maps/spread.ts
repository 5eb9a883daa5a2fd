/** Activation spreading: a forward push from one state, a few pushes at a time. */
import { nameOf } from '../../models/hippocampus/world';
import type { Figure } from '../figure';
import { emptyScene, panel, scene } from '../layout';
import { sayCount, shortNumber } from '../numbers';
import { text } from '../scene';
import { fitText } from '../textWidth';
import { stateTable } from './groundFigure';
import { multiples } from './multiples';

/** Decades that the colours of mass span. */
const decades = 5;

/** log10 of shares of 1, cut off below. */
const onLog = (values: Float64Array): Float32Array =>
  Float32Array.from(values, (value) => (value > 0 ? Math.max(-decades, Math.log10(value)) : Number.NaN));

export const spread: Figure = {
  id: 'spread',
  title: 'Activation spreading',
  symbol: 'p, r',
  unit: '',
  help: 'Forward push from the selected state: of the activation that waits in a state, a share α settles (left) and the rest goes on to its neighbours (right). At every moment π = p + Σ r_u π_u exactly, so what has settled is below the PageRank by no more than all that still waits. Colours are logarithmic. Press a to start from the selected state.',
  probes: [],
  needs: 'spread',
  settings: [],
  emptyMessage:
    'Activation spreading from a state, push by push, until PageRank is all that is left. Select a state and press a.',
  draw(_reader, context) {
    const spread = context.maps?.spread;
    if (!spread || !context.maps) return emptyScene(context, this.emptyMessage);
    const { theme } = context;
    const { space, textSize } = theme;
    const outer = panel(context);
    const words = `${sayCount(spread.pushes)} pushes; waiting ${shortNumber(spread.bound)}; invariant off by ${shortNumber(spread.invariantError)}`;
    const inner = {
      ...context,
      size: {
        width: context.size.width,
        height: context.size.height - textSize * 1.5 - (context.heading ? 0 : 0)
      }
    };
    const made = multiples(inner, [
      {
        values: onLog(spread.settled),
        range: [-decades, 0],
        paletteName: theme.sequential,
        words: ['settled, p']
      },
      {
        values: onLog(spread.residual),
        range: [-decades, 0],
        paletteName: theme.sequential,
        words: ['still waiting, r']
      }
    ]);
    return scene(
      context,
      [
        ...made.marks,
        text(space, outer.y + outer.height - space, fitText(words, textSize, outer.width - 2 * space), {
          size: textSize,
          fill: theme.text
        })
      ],
      made.pick
    );
  },
  summary(_reader, { maps }) {
    if (!maps?.spread) return this.emptyMessage;
    const { bound, invariantError, pushes, source } = maps.spread;
    return `After ${pushes} pushes from ${nameOf(maps.world, source)}, ${shortNumber(bound)} of the activation still waits; the invariant holds to ${shortNumber(invariantError)}.`;
  },
  table(_reader, context) {
    return stateTable(
      context,
      ['settled', 'waiting'],
      [context.maps?.spread?.settled, context.maps?.spread?.residual]
    );
  }
};
