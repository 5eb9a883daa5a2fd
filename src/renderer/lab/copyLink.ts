/** A link that holds the run as it stands, onto the clipboard; see figures/recipeInLink.ts. */
import { recipeFragment } from '../../figures/recipeInLink';
import { withLayout } from '../files/experimentFile';
import type { Experiment } from '../../session/experiment';
import type { Bench } from './bench';
import { descriptionsOf } from './experiments';

export async function copyLink({ atRest, lab, view }: Bench): Promise<void> {
  const recipe = await atRest(() => lab.client.ask('recipe', {}));
  const experiment = withLayout(recipe.experiment, view.layouts.of(lab.kind()));
  const fragment = recipeFragment({ ...recipe, experiment });
  const missing = filesOf(recipe.experiment);
  const needs =
    missing.length > 0
      ? ` It names ${missing.join(' and ')} but cannot carry it: whoever opens the link has to open that file as well.`
      : '';
  try {
    await navigator.clipboard.writeText(location.href.split('#', 1)[0] + fragment);
    lab.alerts.notice(`Copied a link to this run, ${recipe.ticks} ticks long.${needs}`);
  } catch {
    // Without a clipboard, or where it is forbidden.
    history.replaceState(undefined, '', fragment);
    lab.alerts.notice(`The clipboard cannot be reached; the link is in the address bar.${needs}`);
  }
}

/** Files of the user's that the experiment names. */
function filesOf(experiment: Experiment): string[] {
  return (['model', 'source'] as const).flatMap((owner) =>
    descriptionsOf(experiment, owner).flatMap((description) => {
      const value = experiment[owner].settings[description.name];
      const names = description.kind === 'text' && description.namesFile && typeof value === 'string';
      return names && value !== '' && !value.startsWith('example:') ? [`'${value}'`] : [];
    })
  );
}
