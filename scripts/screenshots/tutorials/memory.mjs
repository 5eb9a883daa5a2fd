// docs/tutorials/memory.md
import { choose, choosePreset, fromMenu, panel, press, runTo, set, stepTrial } from './steps.mjs';

/** @type {import('../tutorials.mjs').Follow} */
export async function followMemory(page, shoot) {
  await page.keyboard.press('4');
  await panel(page, 'networkLearning').waitFor();
  await press(page, 'Hide the question');
  await runTo(page, 180);
  await shoot('1-page');

  await fromMenu(page, 'Reading and writing', 'Maximise');
  await shoot('2-rows', panel(page, 'rowReads'));
  await page.keyboard.press('Escape');
  await fromMenu(page, 'Memory over a sequence', 'Maximise');
  for (let k = 0; k < 2; k++) await stepTrial(page);
  await unfocused(page);
  await shoot('3-kept', panel(page, 'keptBytes'));
  await page.keyboard.press('Escape');

  await set(page, 'pairs', '16');
  await runTo(page, 200);
  await fromMenu(page, 'How the memories learn', 'Maximise');
  await shoot('4-more-pairs', panel(page, 'networkLearning'));
  await page.keyboard.press('Escape');

  await choosePreset(page, 'long-recall');
  await runTo(page, 131);
  await choose(page, 'Accuracy by distance', 'Held-out');
  await fromMenu(page, 'Accuracy by distance', 'Maximise');
  await unfocused(page);
  await shoot('5-far', panel(page, 'distance'));
  await page.keyboard.press('Escape');

  await choosePreset(page, 'one-layer-induction');
  await runTo(page, 150);
  await fromMenu(page, 'Attention map', 'Maximise');
  await shoot('6-induction', panel(page, 'attentionMap'));
}

/** Without the frame of what has the focus, where a key was pressed last. @param {import('playwright-core').Page} page */
async function unfocused(page) {
  const focused = page.locator(':focus');
  if ((await focused.count()) > 0) await focused.blur();
}
