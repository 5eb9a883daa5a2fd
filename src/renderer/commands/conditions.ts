/** When commands apply, and what to tell the user of one that does not. */
import { hasCodes } from '../lab/codeSweep';
import type { Lab } from '../lab/lab';
import { hasWorld } from '../lab/spreads';

/** What stands in the way now, as a sentence; undefined where nothing does. */
export type Condition = () => string | undefined;

/** The first of several things that stands in the way. */
export function all(...conditions: readonly Condition[]): Condition {
  return () => {
    for (const condition of conditions) {
      const obstacle = condition();
      if (obstacle !== undefined) return obstacle;
    }
    return undefined;
  };
}

/** `obstacle` stands in the way wherever `holds` does not. */
export function only(holds: () => boolean, obstacle: string): Condition {
  return () => (holds() ? undefined : obstacle);
}

export const isOpen = (lab: Lab): Condition =>
  only(() => lab.opened() !== undefined, 'No experiment is open yet.');

export const hasUnit = (lab: Lab): Condition =>
  all(
    isOpen(lab),
    only(() => lab.selection().unit !== undefined, 'Nothing is selected: click a neuron or a state first.')
  );

export const showsCodes = (lab: Lab): Condition =>
  only(() => hasCodes(lab.opened()), 'It is for the Codes lab.');

export const showsWorld = (lab: Lab): Condition =>
  only(() => hasWorld(lab.opened()), 'It is for worlds, in the Maps lab.');

export const onDesktop = (desktop: unknown): Condition =>
  only(() => desktop !== undefined, 'It is for the desktop window.');

export const isNotLive = (lab: Lab): Condition =>
  only(() => lab.status()?.live === undefined, 'A live run cannot be made again; save its tape instead.');
