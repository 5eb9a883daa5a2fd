/** Holds one large graph, reads it in chunks and ranks its nodes. A file that fails or is given up leaves the graph that was there. */
import type { EdgeTable } from '../../formats/graphs/edgeTable';
import { EdgeListReader } from '../../formats/graphs/edgeList';
import { edgeCount, type Graph, graphOf } from '../../models/hippocampus/graph';
import { transitionsOf } from '../../models/hippocampus/transitions';
import type { Question, RecallAnswer, RecallRequest } from './messages';
import { rank, type RankedGraph } from './ranking';

const say = (answer: RecallAnswer): void => self.postMessage(answer);
const sayFailure = (error: unknown): void =>
  say({ failed: error instanceof Error ? error.message : String(error) });

/** Progress is told this often. */
const everyMs = 80;

let table: EdgeTable | undefined;
/** The walk last asked of, so that another question about it need not build it again. */
let built: { undirected: boolean; ranked: RankedGraph } | undefined;
/** Counts files, so that a stopped one knows. */
let reading = 0;

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
  built = { undirected: false, ranked: walkOf(graph) };
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

function walkOf(graph: RankedGraph['graph']): RankedGraph {
  return { graph, transitions: transitionsOf(graph, 'restart') };
}

function answer(question: Question): void {
  if (!table) throw new Error('There is no graph yet; choose an edge list first.');
  if (built?.undirected !== question.undirected)
    built = { undirected: question.undirected, ranked: walkOf(withLabels(table, question.undirected)) };
  let told = 0;
  const ranked = rank(built.ranked, question, (iteration) => {
    if (performance.now() - told < everyMs) return;
    told = performance.now();
    say({ iteration });
  });
  say({ ranked });
}

self.addEventListener('message', ({ data }: MessageEvent<RecallRequest>) => {
  if ('stop' in data) {
    reading++;
    say({ stopped: true });
  } else if ('file' in data) read(data.file).catch(sayFailure);
  else {
    try {
      answer(data.question);
    } catch (error) {
      sayFailure(error);
    }
  }
});
