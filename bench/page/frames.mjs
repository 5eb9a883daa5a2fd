// Frames a second and tasks over 50 ms of the main thread, while a lab learns as fast as it can with every panel in view.
import { labs, withPage } from './browser.mjs';

const settleMs = 5_000;
const measureMs = 10_000;

// What ran in a long frame is told by the browser itself: by script, where it came from, and for how long.
const watch = `
  globalThis.seen = { frames: [], tasks: [], scripts: [] };
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) seen.tasks.push({ duration, startTime });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration, startTime, scripts, renderStart, styleAndLayoutStart } of list.getEntries())
      seen.scripts.push({
        duration, startTime,
        rendering: renderStart ? startTime + duration - renderStart : 0,
        layout: styleAndLayoutStart ? startTime + duration - styleAndLayoutStart : 0,
        by: scripts.map((s) => s.invoker + ' ' + Math.round(s.duration) + ' ms')
      });
  }).observe({ type: 'long-animation-frame', buffered: true });
  let before = performance.now();
  const count = (now) => {
    seen.frames.push(now - before);
    before = now;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
`;

/** @param {(keyof typeof labs)[]} wanted */
export async function frames(wanted) {
  console.log('Frames and tasks over 50 ms, every panel in view (1920 x 2400), learning as fast as it can');
  for (const lab of wanted)
    await withPage({ width: 1920, height: 2400, watch }, async (page, url) => {
      await page.goto(`${url}#preset=${labs[lab]}`);
      await page.getByLabel('Speed').first().selectOption({ label: 'fastest' });
      await page.waitForTimeout(settleMs);
      const opening = await page.evaluate('({ at: seen.frames.length, tasks: seen.tasks.length })');
      await page.waitForTimeout(measureMs);
      /** @type {{ frames: number[], tasks: { duration: number, startTime: number }[], scripts: any[] }} */
      const seen = await page.evaluate('seen');
      const times = seen.frames.slice(opening.at).sort((a, b) => a - b);
      const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
      const late = times[Math.floor(0.99 * times.length)];
      const panels = await page.locator('main .panel-canvas').count();
      console.log(
        `  ${lab}: ${panels} panels, ${(1000 / mean).toFixed(1)} frames/s, 99 % within ${late.toFixed(0)} ms; ` +
          `tasks over 50 ms while opening: ${say(seen.tasks.slice(0, opening.tasks))}; ` +
          `while learning: ${say(seen.tasks.slice(opening.tasks))}`
      );
      for (const { startTime, duration, rendering, layout, by } of seen.scripts.filter(
        (each) => each.duration > 50
      ))
        console.log(
          `    frame of ${Math.round(duration)} ms at ${Math.round(startTime)} ms, ` +
            `rendering ${Math.round(rendering)}, layout ${Math.round(layout)}: ${by.join(', ')}`
        );
    });
}

/** @param {{ duration: number }[]} tasks */
const say = (tasks) =>
  tasks.length === 0
    ? 'none'
    : `${tasks.length}, longest ${Math.max(...tasks.map((task) => task.duration))} ms`;
