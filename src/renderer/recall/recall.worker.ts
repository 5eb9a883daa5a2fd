/** Holds one large graph, reads it in chunks and ranks its nodes. A file that fails or is given up leaves the graph that was there. */
import { createPagerank } from '../../compute/pagerank';
import type { EdgeTable } from '../../formats/graphs/edgeTable';
import { EdgeListReader } from '../../formats/graphs/edgeList';
import { edgeCount, type Graph, graphOf } from '../../models/hippocampus/graph';
import type { Question, RecallAnswer, RecallRequest } from './messages';
import { spawnThread } from '../spawnThread';
import { rank, type RankedGraph } from './ranking';

const say = (answer: RecallAnswer): void => self.postMessage(answer);
const sayFailure = (error: unknown): void =>
  say({ failed: error instanceof Error ? error.message : String(error) });

/** Progress is told this often. */
const everyMs = 80;

let table: EdgeTable | undefined;
/** The walk last asked of, so that another question about it need not build it again. */
let built: { undirected: boolean; ranked: RankedGraph } | undefined;
/** Count files and questions, so that a stopped one knows. */
let reading = 0;
let asking = 0;

async function read(file: File): Promise<void> {
  const own = ++reading;
  const reader = new EdgeListReader(file.name);
  const stream = file.stream().getReader();
  let bytes = 0;
  let told = 0;
  for (;;) {
    const { done, value } = await stream.read();
    if (own !== reading) {
      await stream.cancel();
      return;
    }
    if (done) break;
    reader.push(value);
    bytes += value.length;
    if (performance.now() - told < everyMs) continue;
    told = performance.now();
    say({ bytes, of: file.size, lines: reader.lines });
    // Lets a request to stop in.
    await new Promise((resolve) => setTimeout(resolve));
  }
  const next = reader.end();
  const graph = withLabels(next, false);
  table = next;
  built?.ranked.engine.dispose();
  built = { undirected: false, ranked: await engineOf(graph) };
  say({
    loaded: {
      name: file.name,
      nodes: graph.nodes,
      edges: edgeCount(graph),
      some: next.labels.slice(0, 3)
    }
  });
}

function withLabels({ labels, sources, targets, weights }: EdgeTable, undirected: boolean) {
  const graph: Graph = graphOf(
    labels.length,
    { sources, targets, ...(weights && { weights }) },
    { undirected, labels }
  );
  return { ...graph, labels };
}

async function engineOf(graph: RankedGraph['graph']): Promise<RankedGraph> {
  // Threads need shared memory, which only an isolated page has; one processor is left to draw the page.
  const threads = self.crossOriginIsolated ? Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1)) : 1;
  return { graph, engine: await createPagerank(graph, { threads, spawnThread }) };
}

async function answer(question: Question): Promise<void> {
  if (!table) throw new Error('There is no graph yet; choose an edge list first.');
  const own = ++asking;
  if (built?.undirected !== question.undirected) {
    built?.ranked.engine.dispose();
    built = {
      undirected: question.undirected,
      ranked: await engineOf(withLabels(table, question.undirected))
    };
  }
  let told = 0;
  const ranked = await rank(built.ranked, question, (iteration) => {
    if (own !== asking) return false;
    if (performance.now() - told > everyMs) {
      told = performance.now();
      say({ iteration });
    }
    return true;
  });
  say({ ranked });
}

self.addEventListener('message', ({ data }: MessageEvent<RecallRequest>) => {
  if ('stop' in data) {
    reading++;
    asking++;
    say({ stopped: true });
  } else if ('file' in data) read(data.file).catch(sayFailure);
  else {
    const own = asking + 1;
    // One that was cancelled has been answered already.
    answer(data.question).catch((error) => own === asking && sayFailure(error));
  }
});
