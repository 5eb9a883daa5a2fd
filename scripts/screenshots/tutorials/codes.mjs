// docs/tutorials/codes.md
import { choosePreset, fromMenu, panel, press, runTo, set, speed } from './steps.mjs';

/** @type {import('../tutorials.mjs').Follow} */
export async function followCodes(page, shoot) {
  await page.keyboard.press('3');
  await panel(page, 'rateAccuracy').waitFor();
  await choosePreset(page, 'rd-invariance');
  await speed(page, 'fastest');
  await runTo(page, 10);
  await fromMenu(page, 'The classifiers that are asked', 'Maximise');
  await shoot('1-classifiers', panel(page, 'classifiers'));
  await page.keyboard.press('Escape');

  await press(page, 'Hide the question');
  await runTo(page, 80);
  await shoot('2-page');
  await fromMenu(page, 'Images and reconstructions', 'Maximise');
  await shoot('3-images', panel(page, 'pairs'));
  await page.keyboard.press('Escape');
  await fromMenu(page, 'What the code keeps and drops', 'Maximise');
  await shoot('4-keeps-and-drops', panel(page, 'invariance'));
  await page.keyboard.press('Escape');

  await set(page, 'beta', '0.5');
  await runTo(page, 100);
  await fromMenu(page, 'What the code is worth', 'Maximise');
  await shoot('5-price', panel(page, 'rateAccuracy'));
}
