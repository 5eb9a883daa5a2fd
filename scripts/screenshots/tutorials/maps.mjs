// docs/tutorials/maps.md
import { choosePreset, fromMenu, panel, press, runTo, set, speed } from './steps.mjs';

/** @type {import('../tutorials.mjs').Follow} */
export async function followMaps(page, shoot) {
  await page.keyboard.press('2');
  await panel(page, 'worldMap').waitFor();
  await runTo(page, 2);
  await select(page, 'home');
  await shoot('1-town');

  await fromMenu(page, 'PPR = (1 − γ) SR: residuals', 'Maximise');
  await shoot('2-residuals', panel(page, 'residuals'));
  await page.keyboard.press('Escape');

  await press(page, 'Hide the question');
  await speed(page, 'fastest');
  await runTo(page, 200);
  await shoot('3-learned');

  await set(page, 'gamma', '0.95');
  await select(page, 'museum');
  await fromMenu(page, 'Place fields at five horizons', 'Maximise');
  await shoot('4-horizons', panel(page, 'gammaBank'));
  await page.keyboard.press('Escape');

  await choosePreset(page, 'detour');
  await runTo(page, 500);
  await speed(page, '1000 ticks/s');
  await runTo(page, 556);
  await shoot('5-detour');

  await fromMenu(page, 'Activation spreading', 'Maximise');
  await page.keyboard.press('a');
  await page.waitForTimeout(4000);
  await shoot('6-spreading', panel(page, 'spread'));
}

/** As the key for the next state does. @param {import('playwright-core').Page} page @param {string} state */
async function select(page, state) {
  const said = page.locator('[data-readout="unit"]');
  for (let k = 0; k < 20 && !(await said.innerText()).endsWith(state); k++) await page.keyboard.press(']');
}
