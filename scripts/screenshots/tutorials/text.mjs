// docs/tutorials/text.md
import { choosePreset, fromMenu, panel, press, runTo, set } from './steps.mjs';

/** @type {import('../tutorials.mjs').Follow} */
export async function followText(page, shoot) {
  await page.keyboard.press('5');
  await panel(page, 'ledger').waitFor();
  await press(page, 'Hide the question');
  await runTo(page, 20);
  await shoot('1-page');
  await fromMenu(page, 'Near copies found', 'Maximise');
  await runTo(page, 40);
  await shoot('2-curve', panel(page, 'candidates'));
  await page.keyboard.press('Escape');

  await set(page, 'likeness', '0.85');
  await set(page, 'bands', '8');
  await set(page, 'bandRows', '16');
  await runTo(page, 20);
  await fromMenu(page, 'Near copies found', 'Maximise');
  await shoot('3-wider-bands', panel(page, 'candidates'));
  await page.keyboard.press('Escape');

  await choosePreset(page, 'two-facts');
  await runTo(page, 8);
  await shoot('4-two-facts');
  await fromMenu(page, 'Mass spreading through the text', 'Maximise');
  await shoot('5-spreading', panel(page, 'massSpread'));
  await page.keyboard.press('Escape');

  await set(page, 'routing', 'manual');
  await set(page, 'teleport', '0');
  await runTo(page, 14);
  await shoot('6-never-back');
}
