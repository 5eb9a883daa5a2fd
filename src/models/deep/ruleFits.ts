/** Which rules can run under which settings. */
import { SettingError, type Settings } from '../settings';
import type { StreamShape } from '../stream';
import { chunkTicks, learningConstants, stackOf } from './constants';
import { bodyOf } from './credit';
import { refusal } from '../stack/ruleMemory';

/**
 * Throws SettingError for a rule whose traces would be too many, or cannot be carried over updates within a trial; the message
 * says what is needed and what to choose instead.
 */
export function checkRule(settings: Settings, shape: StreamShape): void {
  const learning = learningConstants(settings, shape.dtMs);
  if (bodyOf(learning) !== 'walked') return;
  const { rule } = learning;
  const tooMuch = refusal(stackOf(settings, shape), rule, shape.steps, settings['batch'] as number);
  if (tooMuch) {
    throw new SettingError(
      rule === 'deep' ? `${tooMuch} With traces 'chunk' the same gradient needs none of them.` : tooMuch
    );
  }
  if (chunkTicks(settings, shape) === shape.steps) return;
  throw new SettingError(
    `The rule '${rule}'${rule === 'deep' ? " with traces 'step'" : ''} learns at the end of a trial, but updateEvery is ${settings['updateEvery']}; ` +
      `set it to 0, or use ${rule === 'deep' ? "traces 'chunk'" : "'bptt' or 'cascade'"}.`
  );
}
