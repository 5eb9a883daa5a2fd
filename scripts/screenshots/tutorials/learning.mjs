// docs/tutorials/learning.md
import { fromMenu, panel, press, runTo, set, speed, stepTrial } from './steps.mjs';

const memoryless = 200;

/** @type {import('../tutorials.mjs').Follow} */
export async function followLearning(page, shoot) {
  await press(page, 'Pause');
  await page.keyboard.press('r');
  await speed(page, '1000 ticks/s');
  await runTo(page, 3);
  await shoot('1-page');

  // The last units adapt. Traces are kept of the unit that is watched, from now on.
  await page.keyboard.press('[');
  for (let k = 0; k < 2; k++) await stepTrial(page);
  await fromMenu(page, 'Selected unit', 'Maximise');
  await shoot('2-unit', panel(page, 'neuron'));
  await page.keyboard.press('Escape');
  await fromMenu(page, 'Eligibility traces', 'Maximise');
  await shoot('3-traces', panel(page, 'traceWaterfall'));
  await page.keyboard.press('Escape');

  await press(page, 'Hide the question');
  await speed(page, 'fastest');
  await runTo(page, 300);
  await shoot('4-learned');

  await set(page, 'unit', 'lif');
  await runTo(page, memoryless);
  await fromMenu(page, 'Learning', 'Maximise');
  await shoot('5-without-memory', panel(page, 'learningCurves'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await runTo(page, memoryless);

  await fromMenu(page, 'Activity', 'Compose figure');
  const dialog = page.getByRole('dialog');
  for (const title of ['Selected unit', 'Learning']) await dialog.getByLabel(title, { exact: true }).check();
  await shoot('6-compose');
  await press(page, 'Close');
}
