import { isMainThread } from 'node:worker_threads';
import { isCorpusWorker, serveCorpus } from './corpus/pool';
import { heedOutputErrors, processIo } from './io';
import { isDevice, serveAsDevice } from './attention/deviceThreads';
import { main } from './main';
import { serveAsWorker } from './sweep/pool';

if (isMainThread) {
  heedOutputErrors(process);
  process.exitCode = await main(process.argv.slice(2), processIo);
} else if (isCorpusWorker()) {
  serveCorpus();
} else if (isDevice()) {
  serveAsDevice();
} else {
  serveAsWorker();
}
