/** One text: passages are read one after another, then a question is asked, and the walk goes on by an iteration at a time. */
import type { CosineJoiner } from '../../../compute/cosineJoin';
import type { Settings } from '../../settings';
import type { TextDocument, Trial } from '../../stream';
import { type Chunking, cutText } from '../chunks';
import { type Ranked, ranked } from '../ranking';
import { type AskOptions, type Posed, Retriever } from '../retriever';
import { routeAlpha, routeOf } from '../routing';
import type { ChunkWalk, WalkStart } from '../walk';

/** A piece of a passage, which is a node of the graph. */
interface Piece {
  /** Tick of its passage. */
  document: number;
  start: number;
  end: number;
}

export class Reading {
  readonly documents: readonly TextDocument[];
  readonly question: string;
  readonly retriever: Retriever;
  readonly pieces: Piece[] = [];
  /** Documents read so far. */
  read = 0;
  walk: ChunkWalk | undefined;
  posed: Posed | undefined;
  private readonly settings: Settings;

  constructor({ documents = [], question }: Trial, settings: Settings, joiner: CosineJoiner) {
    this.documents = documents;
    this.question = question?.text ?? '';
    this.settings = settings;
    this.retriever = new Retriever(joiner, {
      theta: Number(settings.leastCosine),
      withoutStopWords: settings.leaveStopWords === true
    });
  }

  /** Reads the next document. */
  readOne(): void {
    const document = this.read++;
    const { text } = this.documents[document];
    for (const { end, start } of cutText(text, chunkingOf(this.settings))) {
      this.retriever.add(text, start, end);
      this.pieces.push({ document, start, end });
    }
  }

  /** Puts the question into the graph; the walk begins. */
  ask(): void {
    const { settings } = this;
    this.retriever.refresh(settings.questionCounted === true ? [this.question] : []);
    this.posed = this.retriever.pose(this.question, {
      thresholdQuestion: settings.thresholdQuestion === true,
      ...this.recency
    });
    this.walk = this.posed.walk(settings.walkStart as WalkStart);
  }

  /** Pieces, best first, by the walk as it stands. */
  byWalk(top: number, rankedBy: string): Ranked[] {
    const { posed, retriever, walk } = this;
    if (!walk || !posed) return [];
    if (rankedBy === 'row') {
      const { degrees } = posed;
      return ranked(
        retriever.table,
        walk.mass.map((mass, node) => mass / degrees[node]),
        top
      );
    }
    return retriever.rank(walk.mass, top, walk.iterations > 0 ? this.lastAlpha : 0, this.recency.recency);
  }

  /** Of the last step: what a recent piece had for itself alone depends on it. */
  private lastAlpha = 0;

  step(alpha: number): void {
    if (!this.walk || !this.posed) throw new Error('The walk has no question; ask one first.');
    this.walk.step(this.posed.seeds, alpha);
    this.lastAlpha = alpha;
  }

  /** [documents] mass of each, and last that of the question. */
  massByDocument(): Float64Array {
    const { pieces, retriever, walk } = this;
    const masses = new Float64Array(this.documents.length + 1);
    if (!walk) return masses;
    const { copies, rowOf, rows } = retriever.table;
    pieces.forEach(({ document }, piece) => {
      masses[document] += walk.mass[rowOf[piece]] / copies[rowOf[piece]];
    });
    masses[this.documents.length] = walk.mass[rows];
    return masses;
  }

  /** Takes up a walk where it stood: `mass` of every node. */
  resume(mass: Float64Array, iterations: number, alpha: number): void {
    this.ask();
    if (!this.walk) return;
    this.walk.mass = mass.slice();
    this.walk.iterations = iterations;
    this.lastAlpha = alpha;
  }

  get alpha(): number {
    return this.lastAlpha;
  }

  private get recency(): Pick<AskOptions, 'recency'> {
    const { recencyHalfLife, recencyShare } = this.settings as Record<string, number>;
    return recencyShare > 0 ? { recency: { share: recencyShare, halfLife: recencyHalfLife } } : {};
  }
}

/** alpha for a question under the settings as they are now. */
export function alphaFor(question: string, settings: Settings): number {
  return settings.routing === 'manual' ? Number(settings.teleport) : routeAlpha[routeOf(question)];
}

function chunkingOf({ chunking, chunkWords }: Settings): Chunking {
  const words = Number(chunkWords);
  if (chunking === 'sentence') return { kind: 'sentence', mostWords: words };
  if (chunking === 'words') return { kind: 'words', count: words };
  return { kind: chunking === 'line' ? 'line' : 'whole' };
}
