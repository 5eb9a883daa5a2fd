/** How the open experiment is shown to a class. Nothing here enters a run. */
import { type Accessor, createContext, createSignal, useContext } from 'solid-js';
import { type ClassSettings, type ControlAccess, classOf } from '../../session/classroom';
import type { Experiment } from '../../session/experiment';
import type { Lab } from '../lab/lab';

/** Controls of the bars that are no setting: their names cannot be those of settings. */
export const barControls = [
  { name: '@preset', label: 'Choice of presets' },
  { name: '@seed', label: 'Seed' }
] as const;

export interface Classroom {
  /** As prepared here or by whoever made the experiment; undefined where nobody did. */
  readonly settings: Accessor<ClassSettings | undefined>;
  /** Everything is shown, whatever was prepared. */
  readonly showsAll: Accessor<boolean>;
  setShowsAll(all: boolean): void;
  /** Undefined for a control that is simply there. */
  access(name: string): ControlAccess | undefined;
  showsPanel(id: string): boolean;
  /** From now on the open experiment is handed on like this; undefined hands it on as it is. */
  prepare(settings: ClassSettings | undefined): void;
  /** The experiment as it is handed on. */
  prepared(experiment: Experiment): Experiment;
}

/** Why a control cannot be changed. */
export const lockedWords = 'Locked for this class.';

export function createClassroom(lab: Pick<Lab, 'base' | 'opened'>): Classroom {
  const [showsAll, setShowsAll] = createSignal(false);
  /** Holds for the experiment it was made for, through every restart of its run. */
  const [draft, setDraft] = createSignal<{
    of: Experiment | undefined;
    settings: ClassSettings | undefined;
  }>();
  const settings = (): ClassSettings | undefined => {
    const made = draft();
    if (made && made.of === lab.base()) return made.settings;
    const experiment = lab.opened()?.experiment;
    return experiment && classOf(experiment);
  };
  const inForce = (): ClassSettings | undefined => (showsAll() ? undefined : settings());
  return {
    settings,
    showsAll,
    setShowsAll,
    access: (name) => inForce()?.controls[name],
    showsPanel: (id) => inForce()?.panels?.includes(id) ?? true,
    prepare: (next) => setDraft({ of: lab.base(), settings: next }),
    prepared(experiment) {
      const { class: _, ...plain } = experiment;
      const now = settings();
      // One that this version does not understand goes on as it came.
      if (!now) return draft()?.of === lab.base() && draft() ? plain : experiment;
      return { ...plain, class: now };
    }
  };
}

/** How much is not as usual, in words: "3 controls hidden, 1 locked". */
export function classWords({ controls, panels }: ClassSettings): string {
  const count = (access: ControlAccess): number =>
    Object.values(controls).filter((one) => one === access).length;
  const [hidden, locked] = [count('hidden'), count('locked')];
  const parts = [
    ...(hidden > 0 ? [`${hidden} ${hidden === 1 ? 'control' : 'controls'} hidden`] : []),
    ...(locked > 0 ? [`${locked} locked`] : []),
    ...(panels ? [`${panels.length} ${panels.length === 1 ? 'panel' : 'panels'} shown`] : [])
  ];
  return parts.join(', ') || 'all controls shown';
}

const open: Classroom = {
  settings: () => undefined,
  showsAll: () => false,
  setShowsAll: () => undefined,
  access: () => undefined,
  showsPanel: () => true,
  prepare: () => undefined,
  prepared: (experiment) => experiment
};

export const ClassroomContext = createContext<Classroom>(open);

export function useClassroom(): Classroom {
  return useContext(ClassroomContext);
}
