/** The states recall starts from, as a setting writes them. */
import { SettingError } from '../settings';
import { nameOf, stateNamed, type World } from './world';

/** Names separated by semicolons (cells of a maze have a comma in theirs); none: the first start, or the first state. Throws SettingError. */
export function cuesOf(world: World, text: string): number[] {
  const names = cueNames(text);
  if (names.length === 0) return [world.starts[0] ?? 0];
  return [...new Set(names.map((name) => stateNamed(world, name)))];
}

/** The same cues without one, or with one more: what a click does. */
export function withCueToggled(world: World, text: string, state: number): string {
  const name = nameOf(world, state);
  const names = cueNames(text);
  if (name.includes(';')) throw new SettingError(`'${name}' cannot be a cue: its name has a semicolon.`);
  return (names.includes(name) ? names.filter((other) => other !== name) : [...names, name]).join('; ');
}

function cueNames(text: string): string[] {
  return text
    .split(';')
    .map((name) => name.trim())
    .filter(Boolean);
}
