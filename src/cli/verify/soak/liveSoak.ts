/** A day of live input on a clock that runs ahead: does memory stay flat, and is every sample accounted for? */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Subject } from 'rxjs';
import { createSession } from '../../../session/createSession';
import type { LiveBlock, LiveNews } from '../../../session/live/live';
import { createLiveStream, type LiveSettings } from '../../../session/live/liveStream';
import type { SourceDefinition } from '../../../session/source';
import { liveSource } from '../../../session/sources/live';
import { models } from '../../../models/registry';
import type { Settings } from '../../../models/settings';
import { nodeHost } from '../../host';
import type { Io } from '../../io';
import type { Soak, SoakOptions, SoakResult } from './soak';

const channels = 64;
const perSecond = 1000;
const room = 10000;
/** One trial of a tenth of a second in every twenty: a model 200 times too slow, so that nearly everything has to be dropped. */
const secondsPerTrial = 20;
const trialSteps = 100;
/** Memory is looked at as often in a quick run as in a long one. */
const looks = 48;
/** What the heap and its array buffers may grow by after the first quarter of the day. */
const mostGrowth = 4 * 2 ** 20;
/** Milliseconds between two collections. */
const sweepMs = 50;

export const liveSoak: Soak = {
  name: 'live',
  summary: `24 simulated hours of live input at ${perSecond} Hz x ${channels} channels into a model that learns too slowly to take it all.`,
  run
};

async function run(io: Io, { quick }: SoakOptions): Promise<SoakResult> {
  const seconds = quick ? 960 : 86_400;
  let clockMs = 0;
  const collectRubbish = garbageCollector();
  const events = new Subject<LiveBlock | LiveNews>();
  const source: SourceDefinition = {
    ...liveSource,
    create: async ({ settings, random, live }) =>
      createLiveStream(settings as Settings & LiveSettings, random, live, () => clockMs)
  };
  const experiment = {
    format: 1 as const,
    title: 'Soak of live input',
    model: { id: 'eprop', settings: { units: 32, batch: 1 } },
    source: {
      id: 'live',
      settings: { channels, waitingRoom: room, tapeRoom: 20_000, trialSteps, operators: 'zscore(tau=1000)' }
    },
    probes: [],
    seed: 1,
    edits: []
  };
  const host = {
    ...nodeHost(io.cwd, 1),
    live: { open: () => events },
    definitions: { models, sources: [source] }
  };
  const session = await createSession(experiment, host, { backend: 'wasm', recordingBudget: 2 ** 20 });
  try {
    events.next({ kind: 'state', state: 'open', detail: 'Soaking.' });
    const blocks = sampleBlocks();
    const memory: { heap: number; rss: number }[] = [];
    let sent = 0;
    let trials = 0;
    const unbalanced: number[] = [];
    for (let second = 0; second < seconds; second++) {
      clockMs = 1000 * (second + 1);
      const samples = blocks[second % blocks.length];
      events.next({ kind: 'samples', samples, channels, receivedAt: clockMs });
      sent += perSecond;
      if ((second + 1) % secondsPerTrial === 0) {
        await session.run({ trials: 1 });
        trials++;
      }
      if ((second + 1) % Math.floor(seconds / looks) === 0) {
        collectRubbish();
        // V8 gives buffers back beside the program: what the first collection found is told by the time of a second one.
        await new Promise((resolve) => setTimeout(resolve, sweepMs));
        collectRubbish();
        memory.push(memoryNow());
        const { received, waiting, dropped } = session.status().live!;
        // The first trial takes one sample more than its steps: it predicts the one after.
        const used = trials === 0 ? 0 : trials * trialSteps + 1;
        if (received !== sent || received !== used + waiting + dropped) unbalanced.push(second);
        if (io.columns !== undefined) io.err(`\r\u001b[Klive soak: ${((second + 1) / 3600).toFixed(1)} h`);
      }
    }
    if (io.columns !== undefined) io.err('\r\u001b[K');
    const status = session.status().live!;
    const settled = memory.slice(Math.floor(looks / 4));
    const growth = Math.max(...settled.map(({ heap }) => heap)) - settled[0].heap;
    const exact = unbalanced.length === 0;
    const flat = growth <= mostGrowth;
    const problems = [
      ...(exact ? [] : [`received was not used + waiting + dropped at second ${unbalanced[0]}`]),
      ...(flat ? [] : [`memory grew by ${megabytes(growth)}; expected ${megabytes(mostGrowth)} at most`])
    ];
    return {
      passed: exact && flat,
      done: `${(seconds / 3600).toFixed(1)} simulated hours at ${perSecond} Hz x ${channels} channels, ${trials} trials learned`,
      figures: {
        sent,
        received: status.received,
        used: trials * trialSteps + 1,
        waiting: status.waiting,
        dropped: status.dropped,
        'rate, per second': status.perSecond,
        'heap and buffers, first look': megabytes(memory[0].heap),
        'after a quarter': megabytes(settled[0].heap),
        'at the end': megabytes(memory[memory.length - 1].heap),
        'most growth after a quarter': megabytes(growth),
        'resident, after a quarter and at the end': `${megabytes(settled[0].rss)}, ${megabytes(memory[memory.length - 1].rss)}`
      },
      ...(problems.length > 0 && { problem: `${problems.join('; ')}.` })
    };
  } finally {
    session.dispose();
  }
}

/** A few different seconds of waves, sent over and over: [1000, 64] each. */
function sampleBlocks(): Float32Array[] {
  return Array.from({ length: 4 }, (_, b) =>
    Float32Array.from({ length: perSecond * channels }, (_, i) => {
      const [row, c] = [Math.floor(i / channels), i % channels];
      return Math.sin((2 * Math.PI * (c + 1) * row) / perSecond + b);
    })
  );
}

/** Without collecting, rubbish would look like growth. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function memoryNow(): { heap: number; rss: number } {
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed + arrayBuffers, rss };
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
