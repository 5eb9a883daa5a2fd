import { type JSX, Show } from 'solid-js';
import type { Lesson, Step, Target } from '../../presets/lessons/lesson';
import type { Commands } from '../commands';
import { toMathml } from '../inspector/mathml';
import type { Bench } from '../lab/bench';
import { labNamed } from '../lab/labs';
import { LessonText } from './LessonText';
import type { Lessons } from './lessons';
import { PredictionForm } from './PredictionForm';
import { showMe } from './showMe';

/** One step: what is seen, what is predicted before it is tried, what to try, and why it is so. */
export function StepView(props: {
  lesson: Lesson;
  step: Step;
  lessons: Lessons;
  bench: Bench;
  commands: Commands;
}): JSX.Element {
  const point = async (target: Target): Promise<void> => {
    if (await showMe(target, props.bench)) return;
    props.bench.lab.alerts.notice(whereElse(target, props.commands));
  };
  const title = (id: string): string =>
    labNamed(props.lesson.lab).figures.find((figure) => figure.id === id)?.title ?? id;
  const panel = (): string => {
    const { look } = props.step;
    return 'panel' in look ? title(look.panel) : '';
  };
  return (
    <>
      <p>
        <LessonText text={props.step.see} />
      </p>
      <button type="button" class="button small" onClick={() => void point(props.step.look)}>
        Show {panel()}
      </button>
      <Show when={props.step.predict}>
        {(prediction) => (
          <PredictionForm
            question={prediction().question}
            ask={prediction().ask}
            predicted={props.lessons.prediction()?.predicted}
            predict={props.lessons.predict}
            answered={props.lessons.answered()}
            waiting="Noted. The run has not answered yet: do what is asked below."
            reveal={props.lessons.reveal}
            said={props.lessons.prediction()?.said}
            cameTrue={props.lessons.prediction()?.cameTrue}
            because={prediction().because}
          />
        )}
      </Show>
      <div class="lesson-try">
        <h4>Try this</h4>
        <p>
          <LessonText text={props.step.try} />
        </p>
        <Show when={props.step.act}>
          {(act) => (
            <button type="button" class="button small" onClick={() => void point(act())}>
              Show me where
            </button>
          )}
        </Show>
      </div>
      <div class="lesson-why">
        <h4>Why</h4>
        <p>
          <LessonText text={props.step.why} />
        </p>
        <Show when={props.step.equation}>
          {(equation) => <p class="entry-equation" innerHTML={toMathml(equation())} />}
        </Show>
      </div>
    </>
  );
}

/** For what has no place on the page just now. */
function whereElse(target: Target, commands: Commands): string {
  const command = 'command' in target && Object.values(commands).find(({ name }) => name === target.command);
  return command
    ? `There is no button for it here; press ${command.keys[0]} (${command.label()}).`
    : 'It is not on the page just now: open the preset of this lesson.';
}
