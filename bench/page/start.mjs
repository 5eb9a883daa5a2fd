// Cold start: from the beginning of navigation, with nothing cached, to a plot that moves.
import { labs, median, withPage } from './browser.mjs';

const repeats = 7;

// A plot moves once its picture, made small, has changed twice after the run's first ticks.
const watch = `
  const [small, seen] = [new OffscreenCanvas(48, 48), { at: {}, changes: [], last: [] }];
  globalThis.seen = seen;
  const ink = small.getContext('2d', { willReadFrequently: true });
  const note = (what) => { seen.at[what] ??= performance.now(); };
  const look = () => {
    if (document.querySelector('.app, main')) note('page');
    const ticks = ['tick', 'trial'].reduce((sum, name) =>
      sum + Number(document.querySelector('[data-readout=' + name + ']')?.textContent ?? 0), 0);
    if (ticks > 0) note('ticks');
    if (ticks > 0)
      document.querySelectorAll('main .panel-canvas').forEach((plot, k) => {
        if (plot.width === 0) return;
        ink.clearRect(0, 0, 48, 48);
        ink.drawImage(plot, 0, 0, 48, 48);
        const picture = ink.getImageData(0, 0, 48, 48).data.join();
        seen.changes[k] ??= 0;
        if (seen.last[k] && picture !== seen.last[k] && ++seen.changes[k] === 2) note('moving');
        seen.last[k] = picture;
      });
    if (!('moving' in seen.at)) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

/** @param {(keyof typeof labs)[]} wanted */
export async function start(wanted) {
  console.log(
    `Cold start, median of ${repeats} fresh profiles (slowest), ms from the beginning of navigation`
  );
  for (const lab of wanted) {
    /** @type {Record<'page' | 'ticks' | 'moving', number>[]} */
    const runs = [];
    for (let k = 0; k < repeats; k++)
      runs.push(
        await withPage({ watch }, async (page, url) => {
          await page.goto(`${url}#preset=${labs[lab]}`);
          // The page's policy allows no waiting by a text of code.
          while (!(await page.evaluate('"moving" in seen.at'))) await page.waitForTimeout(20);
          return page.evaluate('seen.at');
        })
      );
    const said = /** @type {const} */ (['page', 'ticks', 'moving']).map((what) => {
      const times = runs.map((run) => run[what]);
      return `${what} ${Math.round(median(times))} (${Math.round(Math.max(...times))})`;
    });
    console.log(`  ${lab}: ${said.join(', ')}`);
  }
}
