/** Whether a run came back as its recipe says, and if not, why that may be. */
import type { Recipe } from './recipe';
import { version } from './version';

export interface Reproduction {
  matches: boolean;
  /** One sentence. */
  words: string;
}

/** Of a run of the recipe's experiment to the recipe's ticks. */
export function reproduction(
  recipe: Pick<Recipe, 'version' | 'backend' | 'stateHash' | 'ticks'>,
  ran: { backend: string; stateHash: string; ticks: number }
): Reproduction {
  if (ran.ticks !== recipe.ticks)
    return {
      matches: false,
      words: `Not compared: the recipe is of the run after ${recipe.ticks} ticks, this one made ${ran.ticks}.`
    };
  if (ran.stateHash === recipe.stateHash)
    return { matches: true, words: `Same state after ${ran.ticks} ticks as when it was made.` };
  const reasons = [
    ...(ran.backend === recipe.backend
      ? []
      : [`it was made on ${recipe.backend}, this ran on ${ran.backend}`]),
    ...(version === recipe.version ? [] : [`it was made by version ${recipe.version}, this is ${version}`])
  ];
  const why =
    reasons.join(' and ') ||
    'version and backend are the same, so a data file has changed or the source is live';
  return {
    matches: false,
    words: `Different state after ${ran.ticks} ticks (${ran.stateHash} instead of ${recipe.stateHash}): ${why}.`
  };
}
