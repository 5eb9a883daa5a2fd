/** Finds what a step speaks of, brings it into view, gives it the focus and outlines it for a while. */
import type { Target } from '../../presets/lessons/lesson';
import type { Bench } from '../lab/bench';

/** The class that draws the outline, and how long it stays where nothing takes it away before. */
const outline = 'pointed-out';
const outlinedMs = 5000;
let outlined: ReturnType<typeof setTimeout> | undefined;

/** How long a panel may take to appear, when its run has just been opened. */
const appearsWithinMs = 3000;
const focusable = 'button, input, select, textarea, [tabindex="0"]';

/** False where it is nowhere on the page and does not come. */
export async function showMe(target: Target, bench: Bench): Promise<boolean> {
  await uncover(target, bench);
  const shown = await appearing(target);
  if (!shown) return false;
  const focused = shown.matches(focusable)
    ? shown
    : shown.querySelector<HTMLElement>('panel' in target ? '[data-plot]' : focusable);
  shown.scrollIntoView({
    block: 'panel' in target ? 'nearest' : 'center',
    behavior: bench.view.reducedMotion ? 'auto' : 'smooth'
  });
  focused?.focus({ preventScroll: true, focusVisible: true } as FocusOptions);
  for (const before of document.querySelectorAll(`.${outline}`)) before.classList.remove(outline);
  shown.classList.add(outline);
  clearTimeout(outlined);
  outlined = setTimeout(() => shown.classList.remove(outline), outlinedMs);
  return true;
}

/** A command may well have no button just now: what else is named is waited for. */
async function appearing(target: Target): Promise<HTMLElement | undefined> {
  const until = performance.now() + ('command' in target ? 0 : appearsWithinMs);
  let found = find(target);
  while (!found && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    found = find(target);
  }
  return found;
}

/** Opens what hides it. */
async function uncover(target: Target, { lab, view }: Bench): Promise<void> {
  const figure = 'panel' in target ? target.panel : 'plot' in target ? target.plot : undefined;
  const named = figure ?? ('menu' in target ? target.menu : undefined);
  if (named !== undefined && view.maximised() !== named) view.setMaximised(undefined);
  if ('setting' in target) view.setSettingsOpen(true);
  // Buttons of the inspector are there only while it is.
  if ('command' in target && !find(target)) {
    view.setInspectorOpen(true);
    if (lab.selection().unit === undefined && lab.kind() === 'learning') await lab.selectUnit(0);
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
}

function find(target: Target): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(selectorOf(target)) ?? undefined;
}

function selectorOf(target: Target): string {
  if ('panel' in target) return `[data-figure="${target.panel}"]`;
  if ('plot' in target) return `canvas[data-plot="${target.plot}"]`;
  if ('menu' in target) return `[data-figure="${target.menu}"] .panel-head [aria-haspopup]`;
  if ('setting' in target) return `[data-setting="${target.setting}"]`;
  if ('command' in target) return `[data-command="${target.command}"]`;
  return `[data-control="${target.control}"]`;
}
