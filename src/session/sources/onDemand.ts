/** How a source that can wait answers demand: trial by trial, never ahead of what was asked for. */
import { concatMap, type Observable, range } from 'rxjs';
import { map, scan } from 'rxjs/operators';
import type { Trial } from '../../models/stream';

/** Each value of `demand$` asks for that many further trials; they are made when asked for, from index `from` on. */
export function trialsOnDemand(
  from: number,
  demand$: Observable<number>,
  trialAt: (index: number) => Trial
): Observable<Trial> {
  return demand$.pipe(
    scan((asked, count) => ({ first: asked.first + asked.count, count }), { first: from, count: 0 }),
    concatMap(({ first, count }) => range(first, count)),
    map(trialAt)
  );
}
