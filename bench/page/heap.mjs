// Memory of a page that learns for a long time: after a collection, heap, nodes and listeners of the page, and what its process holds.
import { readFileSync } from 'node:fs';
import { labs, withPage } from './browser.mjs';

/**
 * @param {(keyof typeof labs)[]} wanted
 * @param {number} minutes
 * @param {string} speed as the page calls it
 */
export async function heap(wanted, minutes, speed) {
  console.log(`Memory over ${minutes} minutes of learning at ${speed}, after a collection each`);
  await Promise.all(
    wanted.map((lab) =>
      withPage({}, async (page, url) => {
        await page.goto(`${url}#preset=${labs[lab]}`);
        await page.getByLabel('Speed').first().selectOption({ label: speed });
        const devtools = await page.context().newCDPSession(page);
        await devtools.send('Performance.enable');
        const browser = await page.context().browser()?.newBrowserCDPSession();
        const looks = 12;
        for (let look = 0; look <= looks; look++) {
          await page.waitForTimeout(look === 0 ? 20_000 : (minutes * 60_000) / looks);
          await devtools.send('HeapProfiler.collectGarbage');
          await page.waitForTimeout(200);
          await devtools.send('HeapProfiler.collectGarbage');
          const { metrics } = await devtools.send('Performance.getMetrics');
          const of = (/** @type {string} */ name) =>
            metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
          const processes = (await browser?.send('SystemInfo.getProcessInfo'))?.processInfo ?? [];
          const resident = processes
            .filter(({ type }) => type === 'renderer')
            .reduce((sum, { id }) => sum + residentMB(id), 0);
          const trial = await page.locator('[data-readout=trial]').first().innerText();
          console.log(
            `  ${lab}, minute ${((minutes * look) / looks).toFixed(0)}, trial ${trial}: heap ` +
              `${(of('JSHeapUsedSize') / 2 ** 20).toFixed(1)} MB, ${of('Nodes')} nodes, ` +
              `${of('JSEventListeners')} listeners, processes ${resident.toFixed(0)} MB`
          );
        }
      })
    )
  );
}

/** @param {number} id */
function residentMB(id) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
