/** Absolute identification by a perfect channel of a few bits: which stimuli are told right, and which responses are never given. */
import { type Identification, identify } from '../../models/rateDistortion/cognition';
import { baseLine, bottomMargin, bottomTicks, bottomTitle, leftAxis, leftMargin, linear } from '../axes';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { wrap } from '../labels';
import { inset, panel, scene } from '../layout';
import { bars } from '../marks/bars';
import { sayFixed } from '../numbers';
import { keep } from '../ranges';
import { type Mark, segments, text } from '../scene';
import { fitText, textWidth } from '../textWidth';

interface Told extends Identification {
  stimuli: number;
  bits: number;
}

function toldOf(context: FigureContext): Told {
  const stimuli = Number(settingOf(identification, context, 'stimuli'));
  const bits = Number(settingOf(identification, context, 'bits'));
  return keep(context.memory, 'identification', [stimuli, bits], () => ({
    ...identify(stimuli, bits),
    stimuli,
    bits
  }));
}

/** Whether people would do as the model does. */
function departure({ unused }: Told): string {
  if (unused.length === 0) return 'Every response is given, as people do.';
  const many = unused.length > 1;
  const named = unused.map((i) => i + 1).join(', ');
  return `Response${many ? 's' : ''} ${named} (×) ${many ? 'are' : 'is'} never given here; people give every response.`;
}

const options = (values: readonly (string | number)[]) =>
  values.map((value) => ({ value: String(value), label: String(value) }));

export const identification: Figure = {
  id: 'identification',
  title: 'Absolute identification',
  symbol: '',
  unit: '',
  help: 'Which of N equally spaced, equally likely stimuli was it? The best a channel of a few bits can do when the cost is the squared distance (Sims 2016): for each stimulus, how often it is told right. Stimuli at the ends have neighbours on one side only and are told best, the bow effect of people. With more stimuli accuracy falls while the bits stay the same. Where the model departs from people: with many stimuli the best code gives some responses (×) never, and its accuracy rises and falls along the row; no one does that.',
  probes: [],
  needs: 'exact',
  settings: [
    {
      name: 'stimuli',
      label: 'Stimuli',
      group: 'Code',
      live: true,
      kind: 'choice',
      default: '6',
      options: options([2, 4, 6, 8, 10, 12]),
      help: 'How many there are, equally spaced and equally likely.'
    },
    {
      name: 'bits',
      label: 'Bits',
      group: 'Code',
      live: true,
      kind: 'choice',
      default: '1.5',
      options: options(['0.5', '1', '1.5', '2', '2.5', '3']),
      help: 'What the channel carries for each stimulus. People are usually put at 2 to 3 bits.'
    }
  ],
  emptyMessage: 'How often each of a row of stimuli is told right through a few bits.',

  draw(_reader, context) {
    const told = toldOf(context);
    const { theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const { accuracy, perStimulus, stimuli, unused } = told;
    const outer = panel(context);
    const note = wrap(departure(told), textSize, outer.width - space * 2);
    const mean = `mean ${sayFixed(accuracy, 3)}`;
    const margins = {
      left: 0,
      right: textWidth(mean, textSize) + space * 3,
      top: textSize * 1.35 * (note.length + 1) + space * 2.5,
      bottom: bottomMargin(theme)
    };
    const measure = inset(outer, margins);
    const left = leftMargin(linear([0, 1], measure.height, 0), measure.height, theme);
    const box = inset(outer, { ...margins, left });
    const y = linear([0, 1], box.y + box.height, box.y);
    const step = box.width / stimuli;
    const centre = (i: number): number => box.x + step * (i + 0.5);
    const axis = leftAxis(box, y, theme, 'Told right');
    const [blue, red] = theme.categories;
    const arm = Math.min(space, step * 0.25);
    const crosses = unused.flatMap((i) => {
      const [x, at] = [centre(i), box.y + box.height - space * 2.5];
      return [x - arm, at - arm, x + arm, at + arm, x - arm, at + arm, x + arm, at - arm];
    });
    const chance = y(1 / stimuli);
    const marks: Mark[] = [
      ...axis.grid,
      bars(perStimulus, { x: (i) => box.x + step * i, width: step, y, fill: blue }),
      segments([box.x, chance, box.x + box.width, chance], {
        colour: theme.muted,
        width: hairline,
        dash: [space, space * 0.75]
      }),
      segments([box.x, y(accuracy), box.x + box.width, y(accuracy)], { colour: red, width: lineWidth }),
      ...(crosses.length > 0 ? [segments(crosses, { colour: theme.text, width: lineWidth })] : []),
      ...axis.marks,
      baseLine(box, theme),
      ...bottomTicks(
        box,
        Array.from(perStimulus, (_, i) => ({ x: centre(i), label: String(i + 1) })),
        theme
      ),
      // It may reach below the names at the right: a narrow panel has no room elsewhere.
      bottomTitle(
        { ...box, width: outer.width - box.x - space },
        fitText(`Stimulus, of ${stimuli} through ${told.bits} bits`, textSize, outer.width - space * 2),
        theme
      ),
      ...note.map((line, k) =>
        text(outer.x + space, outer.y + textSize * (0.95 + 1.35 * k), line, {
          size: textSize,
          fill: theme.text
        })
      )
    ];
    // The names of two lines that are near each other stand apart.
    const apart = textSize * 1.2;
    const named = Math.max(y(accuracy) + apart, chance);
    const words = { size: textSize, align: 'middle' } as const;
    marks.push(
      text(box.x + box.width + space * 1.5, y(accuracy), mean, { ...words, fill: red }),
      text(box.x + box.width + space * 1.5, named, 'chance', { ...words, fill: theme.muted })
    );
    return scene(context, marks);
  },

  summary(_reader, context) {
    const told = toldOf(context);
    const { accuracy, perStimulus, stimuli } = told;
    const middle = perStimulus[Math.floor((stimuli - 1) / 2)];
    return `${stimuli} stimuli through ${told.bits} bits: told right ${sayFixed(accuracy, 3)}, at the ends ${sayFixed(perStimulus[0], 3)}, in the middle ${sayFixed(middle, 3)}. ${departure(told)}`;
  },

  table(_reader, context) {
    const { perStimulus, responses } = toldOf(context);
    return {
      columns: ['stimulus', 'told right', 'response given'],
      rows: Array.from(perStimulus, (right, i) => [i + 1, right, responses[i]])
    };
  }
};
