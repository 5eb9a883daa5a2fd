/** What holds on every lab in every theme, as checks of a page that is open. Each gives what it found wrong, in words. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { frames } from '../learningPage';

export const themeNames = ['Light', 'Dark', 'High contrast', 'Projector: large type for a class'] as const;
export type ThemeName = (typeof themeNames)[number];

export async function chooseTheme(page: Page, theme: ThemeName): Promise<void> {
  await page.getByRole('radio', { name: theme, exact: true }).check({ force: true });
  await frames(page, 3);
}

type AxeResult = { violations: { id: string; impact?: string; nodes: { html: string }[] }[] };

/** Serious and critical findings of axe-core, on the whole page or within a part of it. */
export async function findings(page: Page, within?: string): Promise<string[]> {
  const there = await page.evaluate(() => 'axe' in window);
  if (!there) await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  return page.evaluate(async (part) => {
    const axe = (window as unknown as { axe: { run(on?: string | Document): Promise<AxeResult> } }).axe;
    const { violations } = await axe.run(part ?? document);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }, within);
}

/** Opens the menu of every panel once, each in the next theme, and reports what axe finds in it. */
export async function findingsInMenus(page: Page): Promise<string[]> {
  const found: string[] = [];
  const menus = await page.locator('main .panel-head [aria-haspopup]').all();
  for (const [k, trigger] of menus.entries()) {
    const theme = themeNames[k % themeNames.length];
    await chooseTheme(page, theme);
    await trigger.press('Enter');
    await page.locator('.menu').waitFor();
    const name = await trigger.getAttribute('aria-label');
    found.push(...(await findings(page, '.menu')).map((each) => `${name}, ${theme}: ${each}`));
    if (!(await returnsFocus(page, trigger, '.menu'))) found.push(`${name}: the focus does not come back`);
  }
  if (menus.length === 0) found.push('there is no menu of a panel');
  return found;
}

/** Escape closes what is open, and the focus is where it was before. */
async function returnsFocus(page: Page, trigger: Locator, open: string): Promise<boolean> {
  await page.keyboard.press('Escape');
  await page.locator(open).waitFor({ state: 'detached' });
  await frames(page, 2);
  return trigger.evaluate((element) => element === document.activeElement);
}

export interface DialogOpening {
  name: string;
  open(page: Page): Promise<unknown>;
}

/**
 * Opens a dialog from a control that has the focus; the keys must stay in it, Escape must close it even where nothing in it has the
 * focus, and the focus must come back.
 */
export async function faultsOfDialog(page: Page, { name, open }: DialogOpening): Promise<string[]> {
  const found: string[] = [];
  const home = page.getByRole('button', { name: /^(Run|Pause)$/ });
  await home.focus();
  await open(page);
  const dialog = page.locator('[role="dialog"].dialog').last();
  await dialog.waitFor();
  await frames(page, 3);
  const count = await page.locator('[role="dialog"]').count();
  found.push(...(await findings(page, '[role="dialog"]')).map((each) => `${name}: ${each}`));
  const named = await dialog.evaluate((element) => {
    const by = element.getAttribute('aria-labelledby');
    return (by && document.getElementById(by)?.textContent) || element.getAttribute('aria-label');
  });
  if (!named) found.push(`${name}: the dialog has no name`);
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null);
    if (!inside) found.push(`${name}: after ${press + 1} Tabs the focus is outside`);
  }
  found.push(...(await unseenFocus(page)).map((each) => `${name}: ${each}`));
  // Nothing has the focus after a click on words, or after the button that had it was switched off.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('Escape');
  const left = () => page.locator('[role="dialog"]').count();
  for (let k = 0; k < 40 && (await left()) >= count; k++) await frames(page, 3);
  if ((await left()) >= count) {
    found.push(`${name}: Escape does not close it when nothing has the focus`);
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  }
  await dialog.waitFor({ state: 'detached' });
  await frames(page, 3);
  const back = await page.evaluate(() => document.activeElement !== document.body);
  if (!back) found.push(`${name}: the focus does not come back`);
  return found;
}

/** Why the focus cannot be seen where it is; nothing when it can. */
export function unseenFocus(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const said = element.outerHTML.slice(0, 140);
    const rings = (each: Element): boolean => {
      const { boxShadow, opacity, outlineStyle, outlineWidth } = getComputedStyle(each);
      const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      return Number(opacity) > 0.5 && (outlined || boxShadow !== 'none');
    };
    const shows = [element, element.closest('label'), element.closest('.menu-item[data-highlighted]')];
    if (!shows.some((each) => each && rings(each))) return [`no ring around ${said}`];
    const { bottom, height, left, right, top, width } = element.getBoundingClientRect();
    const inView = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    return width > 0 && height > 0 && inView ? [] : [`out of view: ${said}`];
  });
}

/** Goes through the page by Tab until it begins again: what is not reached, where it hangs, and where the focus is not seen. */
export async function faultsOfWalk(page: Page): Promise<{ found: string[]; reached: number }> {
  const found: string[] = [];
  const all = await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    const groups = new Set<string>();
    const controls = [
      ...document.querySelectorAll<HTMLElement>(
        'a[href], button, input, select, textarea, summary, [tabindex="0"], [contenteditable]'
      )
    ].filter((element) => {
      if (
        element.matches(':disabled, [tabindex="-1"]') ||
        !element.checkVisibility({ visibilityProperty: true })
      )
        return false;
      // Of buttons of which one is on, Tab reaches that one and arrows the others.
      if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
      if (groups.has(element.name)) return false;
      groups.add(element.name);
      return true;
    });
    controls.forEach((element, k) => {
      const marked = element instanceof HTMLInputElement && element.type === 'radio';
      const group = marked ? document.querySelectorAll<HTMLElement>(`[name="${element.name}"]`) : [element];
      for (const each of group) each.dataset.walk = String(k);
    });
    return controls.map((element) => element.outerHTML.slice(0, 140));
  });
  const seen = new Set<string>();
  let last = '';
  for (let press = 0; press < all.length + 20; press++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => (document.activeElement as HTMLElement).dataset.walk ?? '');
    if (at === '') {
      // The end of the page; the next one begins it again.
      last = '';
      continue;
    }
    if (at === last) {
      found.push(`Tab hangs at ${all[Number(at)]}`);
      break;
    }
    if (seen.has(at)) break;
    seen.add(at);
    last = at;
    found.push(...(await unseenFocus(page)));
  }
  all.forEach((element, k) => {
    if (!seen.has(String(k))) found.push(`Tab does not reach ${element}`);
  });
  return { found, reached: seen.size };
}

/** Overlaps, cut words, panels without ink, and what makes the page scroll sideways. */
export async function faultsOfLayout(page: Page): Promise<string[]> {
  await frames(page, 4);
  const found = await page.evaluate(() => {
    const faults: string[] = [];
    const panels = [...document.querySelectorAll<HTMLElement>('main .panel:not([hidden])')];
    const boxes = panels.map((panel) => ({ id: panel.dataset.figure, box: panel.getBoundingClientRect() }));
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1))
        if (
          a.box.left < b.box.right - 1 &&
          b.box.left < a.box.right - 1 &&
          a.box.top < b.box.bottom - 1 &&
          b.box.top < a.box.bottom - 1
        )
          faults.push(`${a.id} and ${b.id} overlap`);
    });
    if (document.documentElement.scrollWidth > innerWidth) faults.push('the page scrolls sideways');
    for (const part of document.querySelectorAll<HTMLElement>('.grid, .settings-scroll, .inspector, .bars'))
      if (part.scrollWidth > part.clientWidth + 1) faults.push(`${part.className} scrolls sideways`);
    const wordy = 'h1, h2, h3, button, label, legend, dt, dd, p, option, output, .number, .setting-name';
    for (const element of document.querySelectorAll<HTMLElement>(wordy)) {
      if (!element.checkVisibility() || element.closest('.spoken, math')) continue;
      const { overflowX, textOverflow } = getComputedStyle(element);
      const cut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      // Said in full elsewhere: in a tooltip, or by the one who shortened it.
      const told = textOverflow === 'ellipsis' && element.closest('[title]') !== null;
      if (cut && overflowX !== 'auto' && !told && getComputedStyle(element).display !== 'inline')
        faults.push(`cut: ${element.outerHTML.slice(0, 120)}`);
    }
    return faults;
  });
  for (const canvas of await page.locator('main .panel:not([hidden]) canvas').all()) {
    await canvas.scrollIntoViewIfNeeded();
    const id = await canvas.getAttribute('data-plot');
    let ink = 0;
    for (let k = 0; k < 40 && ink < 3; k++) {
      await frames(page, 2);
      ink = await canvas.evaluate((element) => {
        const { height, width } = element as HTMLCanvasElement;
        const surface = (element as HTMLCanvasElement).getContext('2d');
        if (!surface || width < 2 || height < 2) return 0;
        const { data } = surface.getImageData(0, 0, width, height);
        return new Set(new Uint32Array(data.buffer)).size;
      });
    }
    if (ink < 3) found.push(`${id} is empty`);
  }
  return found;
}

/** Controls smaller than `least` pixels either way. A link within words, and a word beside its box, count together with it. */
export function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((size) => {
    const controls = 'button, input, select, textarea, summary, a[href], [role="menuitem"]';
    return [...document.querySelectorAll<HTMLElement>(controls)].flatMap((element) => {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.skip, .spoken'))
        return [];
      const parts = [element, ...(element.matches('input') ? [element.closest('label')] : [])];
      const forId = element.id && document.querySelector<HTMLElement>(`label[for="${element.id}"]`);
      if (forId) parts.push(forId);
      const boxes = parts.flatMap((part) => (part ? [part.getBoundingClientRect()] : []));
      const width = Math.max(...boxes.map((box) => box.width));
      const height = Math.max(...boxes.map((box) => box.height));
      return width >= size - 0.5 && height >= size - 0.5
        ? []
        : [`${Math.round(width)} x ${Math.round(height)}: ${element.outerHTML.slice(0, 120)}`];
    });
  }, least);
}

/** Plots without a name, without a summary of what they show, whose cursor says nothing, or whose table is empty. */
export async function faultsOfPlots(page: Page, without: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const panel of await page.locator('main .panel').all()) {
    const id = (await panel.getAttribute('data-figure')) ?? '';
    const canvas = panel.locator('canvas');
    await canvas.focus();
    await frames(page, 6);
    const title = await panel.locator('h2').innerText();
    const label = (await canvas.getAttribute('aria-label')) ?? '';
    if (!label.startsWith(`${title}.`)) found.push(`${id}: its name is not its title: ${label}`);
    if (without.includes(id)) continue;
    if (!/\d/.test(label)) found.push(`${id}: no number in its summary: ${label}`);
    await canvas.press('ArrowRight');
    await canvas.press('ArrowLeft');
    const words = await panel
      .locator('.plot-words')
      .innerText({ timeout: 3000 })
      .catch(() => '');
    if (!/^[^:]+: .*[\p{L}\d]/u.test(words)) found.push(`${id}: its cursor says ${JSON.stringify(words)}`);
    await panel.locator('[data-readout="cursor"]', { hasText: words }).waitFor({ state: 'attached' });
  }
  return found;
}
