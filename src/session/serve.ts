/**
 * The worker's side of the protocol: answers requests on any port with the session it owns. A request that fails is
 * answered by its message, and the session that was there goes on.
 */
import { checkpointSize, writeCheckpoint } from './checkpointFile';
import type { FileContent } from '../formats/byteFile';
import type { SessionHost } from './host';
import type {
  BackendWish,
  Frame,
  OpenedSession,
  ReplyMessage,
  RequestMessage,
  RequestName,
  Requests,
  SeriesUpdate
} from './protocol';
import { Keyframes } from './keyframes';
import { Past } from './past';
import type { Series } from './recording';
import { createSession, restoreSession } from './createSession';
import type { Session } from './session';
import { Turns } from './turns';

/** A Web Worker's global scope, either end of a MessageChannel, or anything that looks like them. */
export interface Port {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: ((event: never) => unknown) | null;
}

type Answers = { [Name in RequestName]: (ask: Requests[Name]['ask']) => Promise<Requests[Name]['reply']> };

/** Bytes of the states from which the past is made again. */
const keyframeBudget = 32 * 2 ** 20;

/** Answers on `port` until it falls silent. */
export function serveSession(port: Port, host: SessionHost): void {
  const answers = sessionAnswers(host);
  port.onmessage = async ({ data }: { data: RequestMessage }) => {
    const { id, name } = data;
    let message: ReplyMessage;
    try {
      const answer = answers[name] as ((ask: unknown) => Promise<Requests[RequestName]['reply']>) | undefined;
      if (!answer)
        throw new Error(`Unknown request '${name}'. Expected one of: ${Object.keys(answers).join(', ')}.`);
      message = { id, name, reply: await answer(data.ask) };
    } catch (error) {
      message = { id, name: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
    port.postMessage(message, buffersOf(message));
  };
}

function sessionAnswers(host: SessionHost): Answers {
  const files = new Map<string, FileContent>();
  /** What the opening under way reads, and whether the user has had enough of it. */
  let reading: { doing: string; share: number } | undefined;
  let stopped = false;
  const ownHost: SessionHost = {
    ...host,
    files: { read: async (name) => files.get(name) ?? host.files.read(name) },
    async progress(doing, share) {
      reading = { doing, share };
      await host.pause();
      if (stopped) throw new Error('The file was not read to its end; what was open stays open.');
    }
  };
  const openings = new Turns();
  let backend: BackendWish = 'auto';
  let session: Session | undefined;
  let frames = new Frames();
  let past: Past | undefined;

  const current = (): Session => {
    if (session) return session;
    throw new Error('No experiment is open yet; open one first.');
  };
  /** The old session goes only once the new one stands. */
  const replace = (build: () => Promise<Session>): Promise<OpenedSession> =>
    openings.take(async () => {
      stopped = false;
      const next = await build().finally(() => {
        reading = undefined;
      });
      session?.dispose();
      past?.close();
      session = next;
      const keyframes = new Keyframes(keyframeBudget);
      await next.keep(keyframes);
      past = new Past(ownHost, keyframes);
      frames = new Frames();
      return next.describe();
    });

  return {
    open: ({ experiment, backend: wish }) =>
      replace(async () => {
        const next = await createSession(experiment, ownHost, { backend: wish });
        backend = wish;
        return next;
      }),
    restore: ({ checkpoint, backend: wish = backend }) =>
      replace(async () => {
        const next = await restoreSession(checkpoint, ownHost, { backend: wish });
        backend = wish;
        return next;
      }),
    async run(ask) {
      // What ends a run badly stands in the status, where the page sees it with its next frame.
      current()
        .run(ask)
        .catch(() => undefined);
      return current().status();
    },
    async pause() {
      const paused = current();
      await paused.pause();
      return paused.status();
    },
    async step({ level, count }) {
      const stepped = current();
      await stepped.step(level, count);
      return stepped.status();
    },
    async pace({ ticksPerSecond }) {
      current().pace(ticksPerSecond);
      return current().status();
    },
    async edit({ setting, value }) {
      const edited = current();
      await edited.edit(setting, value);
      return edited.status();
    },
    async plan({ edit, planned }) {
      const edited = current();
      await edited.plan(edit, planned);
      return edited.status();
    },
    async watch({ unit }) {
      const watched = current();
      await watched.watch(unit);
      return watched.status();
    },
    explain: async ({ unit, synapse }) => current().explain(unit, synapse),
    passages: async () => current().passages(),
    frame: (ask) => frames.next(current(), ask, host.now()),
    async file({ name, bytes }) {
      if (bytes instanceof Uint8Array) files.set(name, bytes);
      else if (host.openHandle) files.set(name, host.openHandle(name, bytes));
      else throw new Error(`The file '${name}' came without its bytes; hand over what is in it.`);
      return { name };
    },
    async opening({ stop }) {
      stopped ||= stop && reading !== undefined;
      return { reading };
    },
    collect: async () => current().collect(),
    checkpoint: async () => current().checkpoint(),
    async checkpointFile({ most }) {
      const checkpoint = await current().checkpoint();
      const size = checkpointSize(checkpoint);
      const { clock } = checkpoint;
      return { clock, size, ...(size <= most && { bytes: writeCheckpoint(checkpoint) }) };
    },
    hash: async () => ({ stateHash: await current().stateHash() }),
    past: async (ask) => {
      const run = current();
      return past!.at(run, ask);
    },
    pastHash: async () => ({ stateHash: await past?.hash() }),
    async recipe({ tick }) {
      const run = current();
      return tick === undefined || tick === run.status().clock.tick ? run.recipe() : past!.recipe(run, tick);
    }
  };
}

/** Remembers what has been sent, so that a frame carries new rows only. */
class Frames {
  /** Rows sent or skipped of each ring; a ring begun anew is another ring. */
  private readonly sent = new WeakMap<Series, number>();
  private readonly imagesAt = new Map<string, number>();

  /** A probe the experiment does not record has no rows to send and is left out. */
  async next(
    session: Session,
    { probes, rows, imagesEveryMs }: Requests['frame']['ask'],
    now: number
  ): Promise<Frame> {
    return session.still(async (image) => {
      const images: { name: string; data: Float32Array }[] = [];
      const series: SeriesUpdate[] = [];
      for (const name of probes) {
        const ring = session.recording.series(name);
        if (ring) series.push(this.update(ring, rows));
        else if (session.probe(name).kind === 'image' && this.isDue(name, now, imagesEveryMs)) {
          const data = await image(name);
          if (data.length > 0) images.push({ name, data: data.slice() });
        }
      }
      return { status: session.status(), series, images };
    });
  }

  private isDue(image: string, now: number, everyMs: number): boolean {
    const due = now - (this.imagesAt.get(image) ?? Number.NEGATIVE_INFINITY) >= everyMs;
    if (due) this.imagesAt.set(image, now);
    return due;
  }

  private update(ring: Series, most: number): SeriesUpdate {
    const fresh = ring.appended - (this.sent.get(ring) ?? 0);
    this.sent.set(ring, ring.appended);
    const rows = ring.latest(Math.min(fresh, most));
    return { name: ring.probe.name, rows, skipped: fresh - rows.times.length };
  }
}

/** The buffers of a message's float rows, images and files, to hand over instead of copying. */
function buffersOf(message: ReplyMessage): ArrayBuffer[] {
  if (message.name === 'checkpointFile') {
    const { bytes } = message.reply as Requests['checkpointFile']['reply'];
    return bytes ? [bytes.buffer] : [];
  }
  if (message.name === 'past')
    return (message.reply as Requests['past']['reply']).images.map(({ data }) => data.buffer as ArrayBuffer);
  if (message.name !== 'frame' && message.name !== 'collect') return [];
  const { series, images } = message.reply as Frame | Requests['collect']['reply'];
  return [
    ...series.flatMap(({ rows }) => [rows.times.buffer, rows.data.buffer]),
    ...images.map(({ data }) => data.buffer)
  ] as ArrayBuffer[];
}
