/** Owns the session of the page: the same session code as everywhere, with a browser beneath it. */
import { type Port, serveSession } from '../session/serve';
import { workerLive } from './live/deviceLink';
import { measureElsewhere } from './measureElsewhere';
import { workerHost } from './workerHost';

serveSession(self as unknown as Port, {
  ...workerHost({ alone: true }),
  measure: measureElsewhere(),
  live: workerLive(self.name)
});
