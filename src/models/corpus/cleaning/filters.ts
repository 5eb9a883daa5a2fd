/**
 * Zyda's document filters in the order of the published code; the first that is hit removes the document. Every threshold is a number
 * that can be set. A filter looks at one document alone, so what else is in a corpus never changes its answer.
 */
import type { Features } from './features';

export interface Filter {
  /** Identifier: key in reports and of thresholds. */
  id: string;
  /** Words for lists: "Mean word length below". */
  label: string;
  /** Removes what is `below` the threshold, or `above` it. */
  removes: 'below' | 'above';
  /** Zyda's. */
  threshold: number;
  value(features: Features): number;
}

const share = (count: number, { length }: Features): number => (length === 0 ? 0 : count / length);

export const filters: readonly Filter[] = [
  { id: 'minLength', label: 'Characters', removes: 'below', threshold: 100, value: (f) => f.length },
  {
    id: 'minMeanWordLength',
    label: 'Mean word length',
    removes: 'below',
    threshold: 3,
    value: (f) => f.meanWordLength
  },
  {
    id: 'maxMeanWordLength',
    label: 'Mean word length',
    removes: 'above',
    threshold: 12,
    value: (f) => f.meanWordLength
  },
  {
    id: 'maxNonAlphanumeric',
    label: 'Share of signs',
    removes: 'above',
    threshold: 0.3,
    value: (f) => f.nonAlphanumeric
  },
  { id: 'maxDigits', label: 'Share of digits', removes: 'above', threshold: 0.2, value: (f) => f.digits },
  {
    id: 'maxRepeats',
    label: 'Repeated characters',
    removes: 'above',
    threshold: 50,
    value: (f) => f.repeats
  },
  { id: 'maxXml', label: '"xml"', removes: 'above', threshold: 10, value: (f) => f.counts.xml },
  {
    id: 'maxXmlVersion',
    label: '"<?xml version="',
    removes: 'above',
    threshold: 1,
    value: (f) => f.counts.xmlVersion
  },
  {
    id: 'maxLoremIpsum',
    label: '"lorem ipsum"',
    removes: 'above',
    threshold: 2,
    value: (f) => f.counts.loremIpsum
  },
  {
    id: 'maxHttps',
    label: '"https://" per character',
    removes: 'above',
    threshold: 0.002,
    value: (f) => share(f.counts.https, f)
  },
  {
    id: 'maxAngle',
    label: '"<" per character',
    removes: 'above',
    threshold: 0.03,
    value: (f) => share(f.counts.angle, f)
  },
  {
    id: 'maxQuoteColon',
    label: "'\":' a character",
    removes: 'above',
    threshold: 0.002,
    value: (f) => share(f.counts.quoteColon, f)
  },
  {
    id: 'maxWww',
    label: '"www." per character',
    removes: 'above',
    threshold: 0.01,
    value: (f) => share(f.counts.www, f)
  },
  {
    id: 'maxPornSignals',
    label: 'Words of the list of signals',
    removes: 'above',
    threshold: 1,
    value: (f) => f.lists.pornSignals
  },
  {
    id: 'maxSexual',
    label: 'Words of the sexual list',
    removes: 'above',
    threshold: 10,
    value: (f) => f.lists.sexual
  },
  {
    id: 'maxSexualShare',
    label: 'Words of the sexual list per character',
    removes: 'above',
    threshold: 0.001,
    value: (f) => share(f.lists.sexual, f)
  },
  {
    id: 'maxProfanityShare',
    label: 'Words of the profanity list per character',
    removes: 'above',
    threshold: 0.0025,
    value: (f) => share(f.lists.profanity, f)
  },
  {
    id: 'maxCursedShare',
    label: 'Words of the list of damaged text per character',
    removes: 'above',
    threshold: 0.01,
    value: (f) => share(f.lists.cursed, f)
  }
];

/** Thresholds by filter; those left out are Zyda's, and `undefined` switches a filter off. */
export type Thresholds = Readonly<Record<string, number | undefined>>;

export const zydaThresholds: Thresholds = Object.fromEntries(
  filters.map(({ id, threshold }) => [id, threshold])
);

export interface FilterVerdict {
  filter: string;
  value: number;
  threshold: number;
}

/** The filter that removes the document, or undefined. */
export function firstHit(
  features: Features,
  thresholds: Thresholds = zydaThresholds
): FilterVerdict | undefined {
  for (const { id, removes, value } of filters) {
    const threshold = thresholds[id];
    if (threshold === undefined) continue;
    const found = value(features);
    if (removes === 'below' ? found < threshold : found > threshold)
      return { filter: id, value: found, threshold };
  }
  return undefined;
}
