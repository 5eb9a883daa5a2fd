/** Made-up pages without end, whose copies, spam, junk and quality are known: what a pipeline can be measured on. */
import { PageMaker, usualPages } from '../../../models/corpus/pages/pages';
import { type NumberSetting, SettingError } from '../../../models/settings';
import type { TextDocument } from '../../../models/stream';
import type { SourceContext, SourceDefinition } from '../../source';
import { trialsOnDemand } from '../onDemand';
import { count } from '../streamSettings';
import { documentShape, documentTrial } from './documentStream';

interface PageSettings {
  documents: number;
  copies: number;
  spam: number;
  boilerplate: number;
  junk: number;
  leastWords: number;
  mostWords: number;
  cleanPages: number;
}

const share = (name: keyof PageSettings & string, label: string, help: string): NumberSetting => ({
  name,
  label,
  kind: 'number',
  default: usualPages[name as 'copies'],
  min: 0,
  max: 1,
  scale: 'linear',
  group: 'Stream',
  live: false,
  help
});

export const documentsSetting = count({
  name: 'documents',
  label: 'Documents in a trial',
  default: 64,
  min: 1,
  max: 4096,
  scale: 'log',
  help: 'How many flow in between two rows of what is counted.'
});

export const pagesSource: SourceDefinition = {
  id: 'pages',
  title: 'Made-up pages',
  summary:
    'Pages of four sources in a made-up language, with near copies of known likeness, spam in clusters, boilerplate and junk.',
  settings: [
    documentsSetting,
    share(
      'copies',
      'Near copies',
      'Share of pages that begin as another one of their block does and end differently; their likeness is drawn from 0.2, 0.4, 0.6, 0.8 and 0.95.'
    ),
    share('spam', 'Spam', 'Share of pages that are one of eight offers, each with a tail of its own.'),
    share('boilerplate', 'Boilerplate', 'Share of pages that are one of six short notices.'),
    share(
      'junk',
      'Junk',
      'Share of pages that filters are for: numbers, tags, addresses, signs, or hardly anything.'
    ),
    count({
      name: 'leastWords',
      label: 'Words of a page, at least',
      default: usualPages.words[0],
      min: 20,
      max: 10_000,
      scale: 'log',
      help: 'Lengths are drawn evenly between the two.'
    }),
    count({
      name: 'mostWords',
      label: 'Words of a page, at most',
      default: usualPages.words[1],
      min: 20,
      max: 10_000,
      scale: 'log',
      help: 'Of pages, and the length of held-out ones.'
    }),
    count({
      name: 'cleanPages',
      label: 'Held-out pages',
      default: 8,
      min: 0,
      max: 1000,
      help: 'Good pages that the stream never holds, on which readers are compared.'
    })
  ],
  async create({ random, settings: given }: SourceContext) {
    const settings = given as unknown as PageSettings;
    const { cleanPages, documents, leastWords, mostWords } = settings;
    const { boilerplate, copies, junk, spam } = settings;
    const kinds = copies + spam + boilerplate + junk;
    if (kinds > 1)
      throw new SettingError(
        `Settings 'copies', 'spam', 'boilerplate' and 'junk' sum to ${kinds}; expected at most 1, for they are shares of all pages.`
      );
    const words = [Math.min(leastWords, mostWords), mostWords] as const;
    const maker = new PageMaker(random.fork('pages'), { boilerplate, copies, junk, spam, words });
    const sources = maker.options.sources.map(({ name }) => name);
    const held = (i: number): TextDocument => ({
      id: `held-out page ${i}`,
      source: 0,
      text: maker.cleanText(i),
      quality: 1
    });
    return {
      shape: documentShape(documents, sources),
      trials: (from, demand$) =>
        trialsOnDemand(from, demand$, (index) =>
          documentTrial(
            index,
            documents,
            Array.from({ length: documents }, (_, d) => maker.page(index * documents + d))
          )
        ),
      heldOut: Array.from({ length: cleanPages }, (_, i) => documentTrial(i, documents, [held(i)])),
      scoreEvery: 16,
      note: `Pages of ${sources.join(', ')}, ${documents} in a trial, ${cleanPages} clean ones held out`
    };
  }
};
