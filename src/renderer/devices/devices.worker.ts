/** Measures trees over real threads, one number of devices after another, away from the page. */
import { longQuery, measureTree } from '../../models/memory/workers/measured';
import { type DevicesAnswer, type DevicesQuestion, headWidth } from './messages';
import { spawnDevice } from './spawnDevice';

const say = (answer: DevicesAnswer): void => self.postMessage(answer);

async function measure({ counts, fanIn, keys }: DevicesQuestion): Promise<void> {
  if (!self.crossOriginIsolated)
    throw new Error(
      'Threads need shared memory, which this page was not given: it must be served with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.'
    );
  const query = longQuery(keys, headWidth);
  for (const devices of counts) say({ row: await measureTree(query, devices, fanIn, spawnDevice) });
  say({ done: true });
}

self.addEventListener('message', ({ data }: MessageEvent<DevicesQuestion>) => {
  measure(data).catch((error) => say({ failed: error instanceof Error ? error.message : String(error) }));
});
