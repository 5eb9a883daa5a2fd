/** Where lessons, settings and inspector leave no room for a panel, those go that can be called back by a key. */
import type { View } from '../lab/view';

/** Times the least width of a panel, below which the inspector is in the way. */
const comfortable = 1.25;

export function makeRoom(view: View): void {
  const style = getComputedStyle(document.documentElement);
  const width = (name: string): number => Number.parseFloat(style.getPropertyValue(name)) || 0;
  const left = (): number =>
    window.innerWidth -
    width('--rail') -
    width('--lessons') -
    (view.settingsOpen() ? width('--settings') : 0) -
    (view.inspectorOpen() ? width('--inspector') : 0);
  const least = comfortable * width('--panel-column');
  if (left() < least) view.setInspectorOpen(false);
  if (left() < width('--panel-column')) view.setSettingsOpen(false);
}
