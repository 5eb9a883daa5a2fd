/** Keys to commands. A key that the focused control has a use for stays with the control. */
import type { Command, Commands } from './commands';

/** "Shift+ArrowRight", "Space", "r": how commands name keys. Shift is said only where the character does not tell. */
export function shortcut(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'Space' : event.key;
  // With Ctrl or Meta a capital letter is said as such: Ctrl+Shift+Z.
  const said = key.length > 1 || event.ctrlKey || event.metaKey;
  const shift = event.shiftKey && said ? 'Shift+' : '';
  return `${event.ctrlKey ? 'Ctrl+' : ''}${event.metaKey ? 'Meta+' : ''}${event.altKey ? 'Alt+' : ''}${shift}${key}`;
}

/** How a key is written for people. */
export function keyWords(key: string): string {
  return key
    .replace('ArrowRight', '→')
    .replace('Escape', 'Esc')
    .replace(/^(Ctrl|Meta)\+(Shift\+)?(.)$/, (_, held: string, shift: string | undefined, letter: string) =>
      [held === 'Meta' ? '⌘' : held, shift && 'Shift', letter.toUpperCase()].filter(Boolean).join(' ')
    )
    .replace('Shift+', 'Shift ');
}

/** What a command does, its key, and what stands in its way if something does. */
export function sayCommand({ help, keys, why }: Command): string {
  const key = keys.length > 0 ? ` (${keyWords(keys[0])})` : '';
  const obstacle = why();
  return `${help}${key}${obstacle ? `\n${obstacle}` : ''}`;
}

/** A key as `aria-keyshortcuts` spells it. */
export function ariaKeys(key: string): string {
  return key.replace('Ctrl+', 'Control+');
}

/** Listens on the page. Returns a function that stops. */
export function listenForShortcuts(commands: Commands): () => void {
  const byKey = new Map<string, Command>();
  for (const command of Object.values(commands)) for (const key of command.keys) byKey.set(key, command);

  const onKeyDown = (event: KeyboardEvent): void => {
    const key = shortcut(event);
    const command = byKey.get(key);
    if (!command || event.defaultPrevented || belongsToControl(event, key) || !command.when()) return;
    event.preventDefault();
    command.do();
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}

function belongsToControl(event: KeyboardEvent, key: string): boolean {
  const target = event.target;
  if (!(target instanceof Element)) return false;
  // No control has a use for it, and the browser would save the page.
  if (/^(Ctrl|Meta)\+s$/.test(key)) return false;
  // A dialog has all other keys, even where none of its controls has the focus: what lies beneath must not hear them.
  if (document.querySelector('.veil')) return true;
  if (target.closest('[role="dialog"], [role="menu"]')) return true;
  if (/^(Ctrl|Meta)\+(o|k|Shift\+P)$/.test(key)) return false;
  if (target.matches('input[type="checkbox"], input[type="radio"], input[type="range"]'))
    return key === 'Space' || key.includes('Arrow');
  if (target.matches('input, select, textarea')) return true;
  if (target.matches('[data-plot]')) return key.includes('Arrow');
  return key === 'Space' && target.closest('button, summary, a, [role="button"]') !== null;
}
