/** The page's copy of what it shows: rings fed by frames. Whole recordings stay in the worker, for export. */
import type { ProbeDescription } from '../../models/model';
import type { Frame } from '../../session/protocol';
import { Recording, Series } from '../../session/recording';

/** Rows kept of each probe: some trials of ticks, and all trials of a usual run. */
const tickRows = 8192;
const trialRows = 16384;
/** Bytes one probe may take on the page; wide ones keep fewer rows. */
const mostBytes = 24 * 2 ** 20;

export class PageRecording extends Recording {
  /** Everything the session could show. */
  readonly described: readonly ProbeDescription[];
  /** Rows that came while others were held. */
  private readonly later = new Map<string, Series>();

  constructor(described: readonly ProbeDescription[] = []) {
    super();
    this.described = described;
  }

  probe(name: string): ProbeDescription | undefined {
    return this.described.find((probe) => probe.name === name);
  }

  /**
   * Takes in a frame. Returns the names of the probes it had something new of. With `hold`, rings of ticks keep the rows they have,
   * which a run at full speed would push out within a second; what comes is kept beside them until `release`.
   */
  take(frame: Frame, hold = false): ReadonlySet<string> {
    if (!hold) this.release();
    const news = new Set<string>();
    for (const { name, rows } of frame.series) {
      const probe = this.probe(name);
      if (!probe || rows.times.length === 0) continue;
      let ring = this.series(name);
      // A watched unit may have another fan-in than the one before it.
      if (!ring || ring.width !== rows.width) ring = this.openAnew({ ...probe, width: rows.width });
      if (hold && probe.kind === 'tick' && ring.length > 0) {
        const beside = this.later.get(name) ?? new Series(ring.probe, ring.capacity);
        this.later.set(name, beside);
        beside.appendRows(rows);
        continue;
      }
      ring.appendRows(rows);
      news.add(name);
    }
    for (const { name, data } of frame.images) {
      const probe = this.probe(name);
      if (!probe) continue;
      this.setImage(probe, data);
      news.add(name);
    }
    return news;
  }

  /** Lets in what came while rows were held. */
  release(): void {
    for (const [name, rows] of this.later) this.series(name)?.appendRows(rows.latest());
    this.later.clear();
  }

  /** Forgets what followed the watched unit. */
  forgetWatched(): void {
    for (const ring of this.all) {
      if (!ring.probe.ofWatchedUnit) continue;
      ring.clear();
      this.later.delete(ring.probe.name);
    }
  }

  private openAnew(probe: ProbeDescription): Series {
    this.later.delete(probe.name);
    return this.open(probe, capacity(probe, probe.width));
  }
}

function capacity(probe: ProbeDescription, width: number): number {
  const rows = probe.kind === 'tick' ? tickRows : trialRows;
  const bytesPerRow = 8 + 4 * width;
  return Math.max(256, Math.min(rows, Math.floor(mostBytes / bytesPerRow)));
}
