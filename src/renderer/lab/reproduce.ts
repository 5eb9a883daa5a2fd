/** Brings back the run of a figure: its experiment, exactly as many ticks, its panel, and the word whether it is the same state. */
import { type Accessor, createSignal } from 'solid-js';
import type { FigureRecipe } from '../../figures/recipeIn';
import type { Recipe } from '../../session/recipe';
import { reproduction } from '../../session/reproduction';
import type { Lab } from './lab';
import type { View } from './view';

export interface Reproductions {
  /** Of the run under way. */
  readonly progress: Accessor<{ title: string; ticks: number; of: number } | undefined>;
  /** Opens what a figure carries; from an old one the experiment alone, which then runs. */
  open(figure: FigureRecipe): Promise<void>;
  /** Leaves the run where it is. */
  cancel(): void;
}

/** Between two looks at whether it was cancelled. */
const stepMs = 150;
const firstTicks = 64;

export function createReproductions(lab: Lab, view: View): Reproductions {
  const [progress, setProgress] = createSignal<{ title: string; ticks: number; of: number }>();
  /** Whatever is opened later, or cancels, takes its place. */
  let current = 0;

  async function bringBack(recipe: Recipe): Promise<void> {
    const own = ++current;
    const overtaken = (): boolean => own !== current;
    if (!(await lab.openExperiment(recipe.experiment, false))) return;
    if (lab.status()?.backend.kind !== recipe.backend && recipe.backend !== 'gpu')
      await lab.changeBackend(recipe.backend);
    const session = lab.opened();
    await show(recipe, lab, view);
    const changed = (): boolean => overtaken() || lab.opened() !== session;
    let ticks = 0;
    let chunk = firstTicks;
    try {
      while (ticks < recipe.ticks && !changed()) {
        setProgress({ title: recipe.experiment.title, ticks, of: recipe.ticks });
        const count = Math.min(chunk, recipe.ticks - ticks);
        const began = performance.now();
        if (!(await lab.step('tick', count))) return;
        ticks += count;
        const took = performance.now() - began;
        chunk = Math.max(1, Math.min(4 * chunk, Math.round((count * stepMs) / Math.max(1, took))));
      }
    } finally {
      if (!overtaken()) setProgress(undefined);
    }
    if (changed()) return;
    const { stateHash } = await lab.client.ask('hash', {});
    const status = lab.status();
    if (changed() || !status) return;
    const came = reproduction(recipe, { backend: status.backend.kind, stateHash, ticks: status.clock.tick });
    if (came.matches) lab.alerts.notice(came.words);
    else lab.alerts.error(came.words);
  }

  return {
    progress,
    async open({ experiment, recipe }) {
      if (recipe) await bringBack(recipe).catch(lab.alerts.error);
      else if (await lab.openExperiment(experiment))
        lab.alerts.notice('Opened the experiment of the figure. It does not say how long it had run.');
    },
    cancel() {
      current++;
      setProgress(undefined);
      lab.alerts.notice('Stopped on the way to the moment of the figure.');
    }
  };
}

/** The panel as it was, its neuron selected before anything is recorded. */
async function show({ figures = [] }: Recipe, lab: Lab, view: View): Promise<void> {
  for (const { id, settings } of figures) view.setPanelSettings(id, settings);
  const [first] = figures;
  view.setMaximised(figures.length === 1 ? first.id : undefined);
  if (!first) return;
  const { code, from, synapse, unit, until } = first;
  view.setSpan(from !== undefined && until !== undefined && until > from ? until - from : 0);
  if (unit !== undefined && unit < (lab.opened()?.units ?? 0)) await lab.selectUnit(unit);
  if (synapse !== undefined) lab.selectSynapse(synapse);
  if (code !== undefined) lab.selectCode(code);
}
