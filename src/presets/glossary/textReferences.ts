/** What the Text lab cites. */
import type { Reference } from './reference';

export const textReferences = {
  tokpanov2024: {
    authors: 'Tokpanov Y, Millidge B, Glorioso P, Pilault J, Ibrahim A, Whittington J, Anthony Q',
    year: 2024,
    title: 'Zyda: a 1.3T dataset for open language modeling',
    where: 'arXiv',
    arxiv: '2406.01981'
  },
  zyda2: {
    authors: 'Tokpanov Y, Glorioso P, Anthony Q, Millidge B',
    year: 2024,
    title: 'Zyda-2: a 5 trillion token high-quality dataset',
    where: 'arXiv',
    arxiv: '2411.06068'
  },
  broder1997: {
    authors: 'Broder AZ',
    year: 1997,
    title: 'On the resemblance and containment of documents',
    where: 'Proceedings of Compression and Complexity of Sequences: 21–29',
    doi: '10.1109/SEQUEN.1997.666900'
  },
  indyk1998: {
    authors: 'Indyk P, Motwani R',
    year: 1998,
    title: 'Approximate nearest neighbors: towards removing the curse of dimensionality',
    where: 'Proceedings of the 30th ACM Symposium on Theory of Computing: 604–613',
    doi: '10.1145/276698.276876'
  },
  tarjan1975: {
    authors: 'Tarjan RE',
    year: 1975,
    title: 'Efficiency of a good but not linear set union algorithm',
    where: 'Journal of the ACM 22: 215–225',
    doi: '10.1145/321879.321884'
  },
  joulin2017: {
    authors: 'Joulin A, Grave E, Bojanowski P, Mikolov T',
    year: 2017,
    title: 'Bag of tricks for efficient text classification',
    where: 'Proceedings of the 15th Conference of the European Chapter of the ACL: 427–431',
    arxiv: '1607.01759'
  },
  witten1991: {
    authors: 'Witten IH, Bell TC',
    year: 1991,
    title:
      'The zero-frequency problem: estimating the probabilities of novel events in adaptive text compression',
    where: 'IEEE Transactions on Information Theory 37: 1085–1094',
    doi: '10.1109/18.87000'
  }
} as const satisfies Record<string, Reference>;
