/** What may become of a document, as numbers of recordings: kept, removed by one of the filters, too like another, or of low quality. */
import { filters } from '../cleaning/filters';

export interface Fate {
  id: string;
  /** Words for lists and axes. */
  label: string;
}

export const keptFate = 0;
const firstFilter = 1;
export const copyFate = firstFilter + filters.length;
export const poorFate = copyFate + 1;

export const fates: readonly Fate[] = [
  { id: 'kept', label: 'Kept' },
  ...filters.map(({ id, label, removes }) => ({
    id,
    label: `${label}: too ${removes === 'below' ? 'low' : 'high'}`
  })),
  { id: 'copy', label: 'Near copy' },
  { id: 'poor', label: 'Low quality' }
];

/** The number of the fate of what a filter removes. */
export const fateOfFilter = (id: string): number =>
  firstFilter + filters.findIndex((filter) => filter.id === id);
