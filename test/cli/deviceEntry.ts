/** A device in a worker thread. Bundled and started by deviceThreads.test.ts. */
import { serveAsDevice } from '../../src/cli/attention/deviceThreads';

serveAsDevice();
