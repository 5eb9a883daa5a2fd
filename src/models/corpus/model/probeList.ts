/** The probes of a corpus, with their words and sizes. */
import type { ProbeDescription } from '../../model';
import { probeRow as row } from '../../probeRows';
import { fates } from './fates';
import { corpusProbes, similarityBins, sizeOctaves, stages } from './probes';
import { readerNames } from './readers';

export function corpusProbeList(sources: number, readers: boolean): ProbeDescription[] {
  const list = [
    row('tick', 1, {
      name: corpusProbes.fate,
      label: 'What became of it',
      symbol: '',
      unit: '',
      help: `Number of the fate of each document when it came: 0 kept, 1 to ${fates.length - 3} removed by that filter, then near copies and low quality.`
    }),
    row('tick', 1, {
      name: corpusProbes.documentWords,
      label: 'Words of a document',
      symbol: '',
      unit: 'words',
      help: 'Of each document, after long runs of characters became single ones.'
    }),
    row('tick', 1, {
      name: corpusProbes.similarity,
      label: 'Likeness to what was found',
      symbol: 'Ĵ',
      unit: '',
      help: 'Share of equal values of the signatures of a document and of the most similar one it shares a bucket with: an estimate of their Jaccard similarity.'
    }),
    row('trial', fates.length, {
      name: corpusProbes.fateCounts,
      label: 'Documents by fate',
      symbol: '',
      unit: 'documents',
      help: 'Since the beginning, by what became of each when it came.'
    }),
    row('trial', sources * stages.length, {
      name: corpusProbes.ledger,
      label: 'Words by source and stage',
      symbol: '',
      unit: 'words',
      help: 'For each source the words that came, passed the filters, stayed after deduplication, and are kept, as things stand now.'
    }),
    row('trial', sources, {
      name: corpusProbes.copyLosses,
      label: 'Lost as near copies',
      symbol: '',
      unit: '',
      help: 'For each source the share of its words that passed the filters and then went as near copies, as things stand now.'
    }),
    row('trial', sizeOctaves, {
      name: corpusProbes.componentSizes,
      label: 'Components by size',
      symbol: '',
      unit: 'components',
      help: 'Of the documents in the index, in octaves of their number: 1, 2–3, 4–7 and so on.'
    }),
    row('trial', similarityBins, {
      name: corpusProbes.knownPairs,
      label: 'Known pairs by similarity',
      symbol: '',
      unit: 'pairs',
      help: 'Pairs of documents the stream calls copies of one, by their true Jaccard similarity in steps of 0.05.'
    }),
    row('trial', similarityBins, {
      name: corpusProbes.foundPairs,
      label: 'Known pairs found',
      symbol: '',
      unit: 'pairs',
      help: 'How many of them share a bucket.'
    }),
    row('trial', 3, {
      name: corpusProbes.pairQuality,
      label: 'Recall and precision',
      symbol: '',
      unit: '',
      help: 'Of known pairs: share found of those at or above the threshold, share at or above it of those found, and how many are.'
    }),
    row('trial', readers ? readerNames.length : 0, {
      name: corpusProbes.readerLoss,
      label: 'Bits a character',
      symbol: '',
      unit: 'bits',
      help: 'On held-out text, of models of letters that have read equally much of the stream as it came, filtered, and without near copies.'
    }),
    row('trial', readers ? readerNames.length : 0, {
      name: corpusProbes.readerCharacters,
      label: 'Characters read',
      symbol: '',
      unit: 'characters',
      help: 'By each of these models; none is ahead of the slowest by more than a document.'
    })
  ];
  return list.filter(({ width }) => width > 0);
}
