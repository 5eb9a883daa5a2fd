/** The frozen frame: why the selected synapse changes, asked of the session while it stands still and someone looks. */
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js';
import type { SynapseStory } from '../../models/model';
import { models } from '../../models/registry';
import type { OpenedSession } from '../../session/protocol';
import type { Lab } from './lab';

/** The figure that shows it. */
export const storyFigure = 'synapseStory';

export interface Stories {
  /** Of the synapse selected and the instant paused at; undefined until it has come. */
  story: Accessor<SynapseStory | undefined>;
  /** What to do to see one, or to see more in it, or why there is none. */
  hint: Accessor<string | undefined>;
  /** Asks for what is missing; for whoever is about to show it. */
  look(): void;
}

/** Whether the session's model can tell why a synapse changes. */
export function tellsStories(session: OpenedSession | undefined): boolean {
  return models.some(({ id, explain }) => id === session?.experiment.model.id && explain !== undefined);
}

/** `changed`: there is another story to paint, or none any more. */
export function createStories(lab: Lab, changed: () => void): Stories {
  const [story, setStory] = createSignal<SynapseStory>();
  const [problem, setProblem] = createSignal<string>();
  let asked: object | undefined;

  /** What a story would be of; another object whenever it would be another story. */
  const subject = createMemo(
    () => {
      const session = lab.opened();
      const status = lab.status();
      const { unit, synapse } = lab.selection();
      if (!session || !status || status.running || status.clock.tick === 0) return undefined;
      if (unit === undefined || synapse === undefined) return undefined;
      const { clock, edits } = status;
      return { session, unit, synapse, tick: clock.tick, edits: edits.length };
    },
    undefined,
    { equals: sameSubject }
  );

  createEffect(
    on(subject, () => {
      asked = undefined;
      setStory(undefined);
      setProblem(undefined);
      changed();
    })
  );

  const hint = (): string | undefined => {
    const status = lab.status();
    const { unit, synapse } = lab.selection();
    if (!status) return undefined;
    if (status.running) return 'Pause to freeze the frame.';
    if (status.clock.tick === 0) return 'Run or step one trial first.';
    if (unit === undefined) return 'Select a neuron: click one, or press ].';
    if (synapse === undefined) return 'Pick one of its synapses: in the inspector, in a panel, or press }.';
    const midTrial = status.clock.tick % lab.opened()!.shape.steps > 0;
    if (midTrial && creditless(story())) return 'No credit yet: step to the end of the trial.';
    return problem();
  };

  return {
    story,
    hint,
    look() {
      const wanted = subject();
      if (!wanted || asked === wanted) return;
      asked = wanted;
      const stillAsked = (): boolean => subject() === wanted;
      lab.client.ask('explain', { unit: wanted.unit, synapse: wanted.synapse }).then(
        (told) => {
          if (!stillAsked()) return;
          setStory(told);
          changed();
        },
        (reason: unknown) => {
          if (stillAsked()) setProblem(reason instanceof Error ? reason.message : String(reason));
        }
      );
    }
  };
}

/** Nothing has been earned, by the rule's measure or the exact one. */
function creditless(story: SynapseStory | undefined): boolean {
  return story !== undefined && story.gradient === 0 && story.exact === 0;
}

type Subject = { session: OpenedSession; unit: number; synapse: number; tick: number; edits: number };

function sameSubject(a: Subject | undefined, b: Subject | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (Object.keys(a) as (keyof Subject)[]).every((key) => a[key] === b[key]);
}
