/** What is measured of an answer. */

/** Share of the passages an answer needs that are among those found; NaN where it is not known what it needs. */
export function recallOf(gold: readonly number[], found: Iterable<number>): number {
  if (gold.length === 0) return Number.NaN;
  const there = new Set(found);
  return gold.filter((passage) => there.has(passage)).length / gold.length;
}

/** Share of the right answers that were given (RULER's measure); NaN where none is known. */
export function answeredOf(answers: readonly string[], given: readonly string[]): number {
  if (answers.length === 0) return Number.NaN;
  const said = new Set(given);
  return answers.filter((answer) => said.has(answer)).length / answers.length;
}

/** Whether all that is right was given and nothing else: 1 or 0; NaN where nothing is known. */
export function exactOf(answers: readonly string[], given: readonly string[]): number {
  if (answers.length === 0) return Number.NaN;
  return answeredOf(answers, given) === 1 && new Set(given).size === new Set(answers).size ? 1 : 0;
}

/** Place from 1 of the last needed passage in a ranking; NaN while one is missing from it. */
export function lastRankOf(gold: readonly number[], ranking: readonly number[]): number {
  if (gold.length === 0) return Number.NaN;
  const places = gold.map((passage) => ranking.indexOf(passage));
  return places.some((place) => place < 0) ? Number.NaN : 1 + Math.max(...places);
}
