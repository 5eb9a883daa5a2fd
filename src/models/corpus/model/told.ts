/** What a corpus has to say of single documents: the latest of each fate, with the numbers that decided. */
import type { Passage, PassageGroup } from '../../passages';
import { filters } from '../cleaning/filters';
import { copyFate, fates, keptFate, poorFate } from './fates';
import type { Told } from './pipeline';

/** Documents of each fate, and code points of each, that are kept to be read. */
const ofEach = 6;
const mostText = 2000;

export class Examples {
  private readonly latest: Passage[][] = fates.map(() => []);
  /** Names of the documents in the index. */
  private readonly names = new Map<number, string>();

  /** `number`: of the document in the index, where it is in it. */
  add(title: string, told: Told, number: number | undefined): void {
    if (number === 0) this.names.clear();
    if (number !== undefined) this.names.set(number, title);
    const list = this.latest[told.fate];
    list.unshift({
      title,
      text: told.text.length > mostText ? `${told.text.slice(0, mostText)} …` : told.text,
      verdict: told.fate === keptFate ? 'Kept' : told.fate === copyFate ? 'Near copy' : 'Removed',
      good: told.fate === keptFate,
      reason: this.reason(told)
    });
    list.length = Math.min(list.length, ofEach);
  }

  groups(counts: ArrayLike<number>): PassageGroup[] {
    return fates.flatMap(({ label }, fate) =>
      this.latest[fate].length === 0
        ? []
        : [
            {
              title: label,
              note: `The latest of ${counts[fate]} documents.`,
              passages: [...this.latest[fate]]
            }
          ]
    );
  }

  /** Names do not belong to the run; they are gathered again as it goes on. */
  clear(): void {
    for (const list of this.latest) list.length = 0;
    this.names.clear();
  }

  private reason({ fate, probability, twin, verdict, words }: Told): string {
    if (verdict) {
      const { label, removes } = filters.find(({ id }) => id === verdict.filter) ?? filters[0];
      return `${label}: ${said(verdict.value)}; expected ${removes === 'below' ? 'at least' : 'at most'} ${said(verdict.threshold)}.`;
    }
    const like = twin
      ? `Shares ${said(100 * twin.similarity)} % of its signature with ${this.names.get(twin.document) ?? `document ${twin.document + 1} of the index`}.`
      : '';
    if (fate === copyFate) return like;
    const thought = probability === undefined ? '' : `Probability of good text ${said(probability)}.`;
    if (fate === poorFate) return thought;
    return [`${words} words.`, like, thought].filter((words) => words !== '').join(' ');
  }
}

/** Four digits, without zeros at the end. */
const said = (value: number): string => String(Number(value.toPrecision(4)));
