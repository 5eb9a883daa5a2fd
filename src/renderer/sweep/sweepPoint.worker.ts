/** Makes points of a sweep, one after the other, on one thread. */
import type { FileContent } from '../../formats/byteFile';
import { presets } from '../../presets/registry';
import type { SessionHost } from '../../session/host';
import type { SweepPlan, SweepPoint } from '../../session/sweep/plan';
import { runPoint } from '../../session/sweep/runPoint';
import { contentOf } from '../blobFile';
import { workerHost } from '../workerHost';
import type { FromPointWorker, ToPointWorker } from './messages';

const say = (message: FromPointWorker): void => self.postMessage(message);
let shared: { plan: SweepPlan; host: SessionHost } | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToPointWorker>) => {
  if ('point' in data) void make(data.point);
  else {
    const files = new Map(data.files.map(({ bytes, name }) => [name, contentOf(name, bytes)]));
    const host = workerHost({ alone: false });
    const read = async (name: string): Promise<FileContent> => files.get(name) ?? host.files.read(name);
    shared = { plan: data.plan, host: { ...host, files: { read } } };
  }
});

async function make(point: SweepPoint): Promise<void> {
  try {
    if (!shared) throw new Error('The plan of the sweep did not come; start it again.');
    const { host, plan } = shared;
    const goals = presets.find(({ id }) => id === plan.preset)?.goals ?? [];
    const outcome = await runPoint(plan, point, host, goals, { progress: (share) => say({ share }) });
    say({ outcome });
  } catch (error) {
    say({ outcome: { ...point, failed: error instanceof Error ? error.message : String(error) } });
  }
}
