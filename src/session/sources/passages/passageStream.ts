/** A stream of texts, each drawn anew: passages one a tick, then a question and ticks to walk in. */
import { documentShape, documentTrial } from '../documents/documentStream';
import type { Passages, RetrievalTask } from '../../../models/retrieval/tasks/task';
import { usualIterations } from '../../../models/retrieval/walk';
import { type SettingDescription, SettingError } from '../../../models/settings';
import type { StreamShape, Trial } from '../../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../../source';
import { trialsOnDemand } from '../onDemand';
import { count } from '../streamSettings';

/** Passages that a trial may have. */
export const mostPassages = 200_000;

export const iterationsSetting = count({
  name: 'walkTicks',
  label: 'Iterations',
  symbol: 'T',
  default: usualIterations,
  min: 1,
  max: 1000,
  scale: 'log',
  unit: 'ticks',
  help: 'Ticks after the last passage, one iteration of the walk in each; the paper makes 18.'
});

export const passagesSetting = (passages: number) =>
  count({
    name: 'textPassages',
    label: 'Passages',
    default: passages,
    min: 10,
    max: 20_000,
    scale: 'log',
    unit: 'passages',
    help: 'In a text, those that an answer needs among them; the others say nothing.'
  });

/** Of texts with this many passages. */
export function passageShape(passages: number, iterations: number): StreamShape {
  return {
    ...documentShape(passages + iterations, ['text']),
    phases: [
      { label: 'passages', from: 0, to: passages },
      { label: 'walk', from: passages, to: passages + iterations }
    ]
  };
}

export function passageTrial(index: number, shape: StreamShape, { passages, question }: Passages): Trial {
  return {
    ...documentTrial(
      index,
      shape.steps,
      passages.map((text, at) => ({ id: `passage ${at + 1}`, source: 0, text }))
    ),
    question
  };
}

interface TaskSource<Numbers extends Readonly<Record<string, number>>> {
  id: string;
  title: string;
  summary: string;
  settings: readonly SettingDescription[];
  task: RetrievalTask<Numbers>;
  /** The numbers of the task by the settings. Throws SettingError where they do not fit one another. */
  numbers(settings: Record<string, number>): Numbers;
}

/** A source of one task: trial k is drawn from its own branch of the seed. */
export function taskSource<Numbers extends Readonly<Record<string, number>>>({
  numbers,
  settings,
  task,
  ...words
}: TaskSource<Numbers>): SourceDefinition {
  return {
    ...words,
    settings: [...settings, iterationsSetting],
    async create(context: SourceContext): Promise<Source> {
      const given = context.settings as Record<string, number>;
      const drawing = numbers(given);
      const passages = task.passages(drawing);
      if (passages > mostPassages)
        throw new SettingError(
          `These settings make ${passages} passages; at most ${mostPassages} make a text.`
        );
      const shape = passageShape(passages, given.walkTicks);
      return {
        shape,
        trials: (from, demand$) =>
          trialsOnDemand(from, demand$, (index) =>
            passageTrial(index, shape, task.draw(context.random.fork(`trial ${index}`), drawing))
          ),
        heldOut: [],
        note: `${words.title}, ${passages} passages a text`
      };
    }
  };
}

/** Throws SettingError where the lines of a task do not fit a text. */
export function checkLines(what: string, lines: number, passages: number): void {
  if (lines <= passages) return;
  throw new SettingError(
    `${what} take ${lines} passages; a text has ${passages}. Set 'textPassages' higher, or ask for fewer.`
  );
}
