import { createSignal, type JSX } from 'solid-js';
import { meanOfLast, say } from '../../presets/lessons/reading';
import type { ClassPrompt } from '../../session/classroom';
import type { Bench } from '../lab/bench';
import { sampled } from '../lab/sampled';
import { PredictionForm } from '../lessons/PredictionForm';

/** Trials in the mean that answers. */
const averaged = 10;
/** Any number: the teacher knows what the question is about. */
const anyNumber = {
  label: 'Your number',
  unit: '',
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY
};

/** The teacher's own question: predict, then reveal what the run says. */
export function ClassPromptView(props: { prompt: ClassPrompt; bench: Bench }): JSX.Element {
  const { lab } = props.bench;
  const status = sampled(lab.status);
  const [predicted, setPredicted] = createSignal<string | number>();
  const [said, setSaid] = createSignal<string>();
  const answer = (): string | undefined => {
    const trial = status()?.clock.trial ?? 0;
    if (trial < props.prompt.after) return undefined;
    const mean = meanOfLast(lab.recording(), props.prompt.series, averaged);
    if (mean === undefined) return undefined;
    const label = lab.recording().probe(props.prompt.series)?.label ?? props.prompt.series;
    return `After ${trial} trials, ${label}, mean of the last ${averaged}: ${say(mean)}.`;
  };
  return (
    <section class="class-prompt" aria-label="Question of the class">
      <PredictionForm
        question={props.prompt.question}
        ask={
          props.prompt.answers.length > 0
            ? { answers: props.prompt.answers.map((label) => ({ value: label, label })) }
            : { number: anyNumber }
        }
        predicted={predicted()}
        predict={setPredicted}
        answered={answer() !== undefined}
        waiting={`Noted. The run answers after ${props.prompt.after} trials.`}
        reveal={() => setSaid(answer())}
        said={said()}
        cameTrue={undefined}
        because={props.prompt.explanation}
      />
    </section>
  );
}
