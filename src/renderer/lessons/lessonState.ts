/** The page as lessons see it; see presets/lessons/lesson.ts. */
import type { LessonState } from '../../presets/lessons/lesson';
import type { Bench } from '../lab/bench';

/** Undefined until an experiment is open. */
export function lessonState({ branching, lab, view }: Bench): LessonState | undefined {
  const session = lab.opened();
  const status = lab.status();
  if (!session || !status) return undefined;
  const { clock, running } = status;
  return {
    preset: lab.preset()?.id,
    running,
    tick: clock.tick,
    trial: clock.trial,
    stepsPerTrial: session.shape.steps,
    settings: { ...lab.settings(), ...lab.sourceSettings() },
    layers: session.layers,
    selection: lab.selection(),
    maximised: view.maximised(),
    branch: branching.branch() !== undefined,
    recording: lab.recording()
  };
}
