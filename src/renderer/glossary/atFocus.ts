/** What the glossary calls the thing that has the focus: a setting, a panel; empty for anything else. */
import { labFigures } from '../../figures/labFigures';
import type { Lab } from '../lab/lab';
import { settingRows } from '../lab/settingRows';

export function wordAtFocus(lab: Lab): string {
  const at = document.activeElement;
  const setting = at?.closest<HTMLElement>('[data-setting]')?.dataset.setting;
  const row = settingRows(lab).find(({ description }) => description.name === setting);
  if (row) return row.description.label;
  const figure = at?.closest<HTMLElement>('[data-figure]')?.dataset.figure;
  return (
    Object.values(labFigures)
      .flat()
      .find(({ id }) => id === figure)?.title ?? ''
  );
}
