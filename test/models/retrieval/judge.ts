/** MixPR in plain dense algebra, a node for every chunk, as section 2 of the notes on the paper has it: what the index is held to. */
import { LuDecomposition, Matrix } from 'ml-matrix';
import { stopWords } from '../../../src/models/retrieval/stopWords';

export interface JudgeOptions {
  theta: number;
  withoutStopWords?: boolean;
  thresholdQuestion?: boolean;
  /** The question counts in df and n, as in the published re-implementation. */
  counted?: boolean;
}

export interface Judged {
  /** Cosines, the question last, small ones dropped. */
  S: number[][];
  /** S by columns that sum to 1. */
  A: number[][];
}

const wordsOf = (text: string, without: boolean): string[] =>
  (text.toLowerCase().match(/\w+/g) ?? []).filter((word) => !without || !stopWords.has(word));

export function judged(
  chunks: readonly string[],
  question: string,
  { counted = false, theta, thresholdQuestion = false, withoutStopWords = true }: JudgeOptions
): Judged {
  const texts = chunks.map((chunk) => wordsOf(chunk, withoutStopWords));
  const known = new Set(texts.flat());
  const asked = wordsOf(question, withoutStopWords).filter((word) => counted || known.has(word));
  const corpus = counted ? [...texts, asked] : texts;
  const idf = (word: string): number =>
    Math.log((1 + corpus.length) / (1 + corpus.filter((text) => text.includes(word)).length)) + 1;
  const vectors = [...texts, asked].map((text) => {
    const vector = new Map<string, number>();
    for (const word of new Set(text)) vector.set(word, text.filter((one) => one === word).length * idf(word));
    const length = Math.hypot(...vector.values());
    for (const [word, weight] of vector) vector.set(word, weight / length);
    return vector;
  });
  const q = chunks.length;
  const S = vectors.map((x, i) =>
    vectors.map((y, j) => {
      if (i === j) return 1;
      let dot = 0;
      for (const [word, weight] of x) dot += weight * (y.get(word) ?? 0);
      const mayBeSmall = !thresholdQuestion && (i === q || j === q);
      return dot >= theta || mayBeSmall ? dot : 0;
    })
  );
  return { S, A: byColumns(S) };
}

export function byColumns(S: readonly (readonly number[])[]): number[][] {
  const sums = S.map((_, j) => S.reduce((sum, row) => sum + row[j], 0));
  return S.map((row) => row.map((value, j) => value / sums[j]));
}

export function step(
  A: readonly (readonly number[])[],
  pi: readonly number[],
  p: readonly number[],
  alpha: number
) {
  return A.map((row, i) => (1 - alpha) * row.reduce((sum, a, j) => sum + a * pi[j], 0) + alpha * p[i]);
}

export function iterated(
  A: readonly (readonly number[])[],
  p: readonly number[],
  alpha: number,
  iterations: number,
  start: readonly number[] = p.map(() => 1 / p.length)
): number[] {
  let pi = [...start];
  for (let t = 0; t < iterations; t++) pi = step(A, pi, p, alpha);
  return pi;
}

/** alpha (I - (1 - alpha) A)^-1 p. */
export function closedForm(A: readonly (readonly number[])[], p: readonly number[], alpha: number): number[] {
  const system = Matrix.sub(
    Matrix.eye(p.length),
    Matrix.mul(new Matrix(A.map((row) => [...row])), 1 - alpha)
  );
  const right = Matrix.columnVector(p.map((share) => alpha * share));
  return new LuDecomposition(system).solve(right).getColumn(0);
}

export const oneHot = (n: number, at: number): number[] =>
  Array.from({ length: n }, (_, i) => (i === at ? 1 : 0));
