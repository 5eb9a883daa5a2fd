/** Which coders learn side by side: the one the settings describe, and those written in the setting `beside`. */
import { SettingError, type Settings } from '../settings';

/** What a coder's reconstruction is held to. */
export type CoderLoss = 'action' | 'vanilla';

export interface CoderPlan {
  loss: CoderLoss;
  /** Weight of the rate. */
  beta: number;
}

/** At most this many beside the first. */
const most = 7;

/**
 * The coders of these settings, the described one first. `beside` reads "vanilla 1, action 0.03". Throws SettingError naming the
 * entry at fault.
 */
export function coderList({ beside, beta, loss }: Settings): CoderPlan[] {
  const entries = String(beside ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length > most)
    throw new SettingError(`Setting 'beside' names ${entries.length} coders; at most ${most} are possible.`);
  return [{ loss: loss as CoderLoss, beta: Number(beta) }, ...entries.map(readPlan)];
}

function readPlan(entry: string): CoderPlan {
  const [loss, weight, ...rest] = entry.split(/\s+/);
  const beta = Number(weight);
  if ((loss !== 'action' && loss !== 'vanilla') || rest.length > 0 || !(beta > 0 && beta < 1e6)) {
    throw new SettingError(
      `Setting 'beside' has '${entry}'; expected coders such as 'vanilla 1, action 0.03': a loss, then beta above 0.`
    );
  }
  return { loss, beta };
}

/** "action β = 0.1". */
export function coderLabel({ beta, loss }: CoderPlan): string {
  return `${loss} β = ${beta}`;
}
