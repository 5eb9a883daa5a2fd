// How the built page keeps up: cold start, frames and long tasks of every lab with all its panels in view, heavier runs, memory
// over a long time, and what is sent. Run `npm run build` first.
// usage: node bench/page.mjs [start|frames|loads|heap|bundles ...] [--lab learning|deep|maps|codes] [--minutes 60] [--speed fastest] [--units 512]
// Without a name all but `heap`, which takes its minutes.
import { parseArgs } from 'node:util';
import { labs } from './page/browser.mjs';
import { bundles } from './page/bundles.mjs';
import { frames } from './page/frames.mjs';
import { heap } from './page/heap.mjs';
import { loads } from './page/loads.mjs';
import { start } from './page/start.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    lab: { type: 'string' },
    minutes: { type: 'string', default: '60' },
    speed: { type: 'string', default: 'fastest' },
    units: { type: 'string', default: '512' }
  }
});
const wanted = /** @type {(keyof typeof labs)[]} */ (Object.keys(labs)).filter(
  (lab) => values.lab === undefined || lab === values.lab
);
if (wanted.length === 0)
  throw new Error(`There is no lab "${values.lab}"; expected one of ${Object.keys(labs).join(', ')}.`);

const measures = {
  start: () => start(wanted),
  frames: () => frames(wanted),
  loads: () => loads(values.units),
  heap: () => heap(wanted, Number(values.minutes), values.speed),
  bundles
};
const chosen = positionals.length > 0 ? positionals : ['start', 'frames', 'loads', 'bundles'];
for (const name of chosen) {
  const measure = measures[/** @type {keyof typeof measures} */ (name)];
  if (!measure)
    throw new Error(`There is no measure "${name}"; expected one of ${Object.keys(measures).join(', ')}.`);
  await measure();
}
