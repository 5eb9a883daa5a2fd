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
    .replace('Meta+z', '⌘ Z')
    .replace('Ctrl+z', 'Ctrl Z')
    .replace('Ctrl+Shift+Z', 'Ctrl Shift Z')
    .replace('Shift+', 'Shift ');
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
  // A dialog has all keys, even where none of its controls has the focus: what lies beneath must not hear them.
  if (document.querySelector('.veil')) return true;
  if (target.closest('[role="dialog"], [role="menu"]')) return true;
  if (target.matches('input[type="checkbox"], input[type="radio"], input[type="range"]'))
    return key === 'Space' || key.includes('Arrow');
  if (target.matches('input, select, textarea')) return true;
  if (target.matches('[data-plot]')) return key.includes('Arrow');
  return key === 'Space' && target.closest('button, summary, a, [role="button"]') !== null;
}
