/** `engram retrieve`: the passages of long texts that a question needs. */
import { usualIndex } from '../../models/retrieval/retriever';
import { type Command, choice, UsageError, wholeNumber } from '../command';
import { shown } from '../graph/table';
import { type NamedText, readDocument } from '../retrieve/documents';
import { chunkingOf, numberOf, recencyOf } from '../retrieve/options';
import { type Answered, DocumentIndex, methods } from '../retrieve/passages';

export const retrieve: Command = {
  name: 'retrieve',
  positional: '<file> …',
  summary:
    'Print the passages of long texts that a question needs, found by a walk on the graph of passages.',
  options: [
    { name: 'query', value: '<text>', help: 'What is asked.' },
    {
      name: 'alpha',
      value: '<n>',
      help: 'Chance to go back to the question, 0 to 1; otherwise 0.6, and 0 for questions about all of the text.'
    },
    { name: 'top', value: '<k>', help: 'How many passages (default 20).' },
    {
      name: 'chunk',
      value: '<sentence|line|words:n>',
      help: 'What a passage is (default sentence: at most 64 words, sentence:n for another number).'
    },
    {
      name: 'theta',
      value: '<n>',
      help: `Least cosine of two passages that are linked (default ${usualIndex.theta}).`
    },
    {
      name: 'order',
      value: '<text|score>',
      help: 'In the order of the text, or the best first (default text).'
    },
    {
      name: 'method',
      value: `<${methods.join('|')}>`,
      help: 'The walk, or what knows only the words of the question.'
    },
    { name: 'stop-words', help: 'Keep words such as "the".' },
    { name: 'threshold-query', help: 'Drop links of the question below theta as well.' },
    {
      name: 'recency',
      value: '<share,chunks>',
      help: 'Share of the returns that go to recent passages, and over how many that halves (default none).'
    },
    { name: 'json', help: 'Print [{"document","start","end","score","text"}, ...] as one line of JSON.' }
  ],
  details: () =>
    'Files are text in UTF-8, gzipped or not. Passages are nodes, linked with the cosine of their TF-IDF vectors where it reaches theta;\n' +
    'pi = (1 - alpha) A pi + alpha p, p being the question. Start and end count UTF-16 code units. Nothing is printed where no word of the\n' +
    'question stands in any passage.\n',
  async run(call, io) {
    const question = call.get('query');
    if (call.positionals.length === 0)
      throw new UsageError("'engram retrieve' needs a text, such as book.txt.");
    if (question === undefined) throw new UsageError("'engram retrieve' needs --query, what is asked.");
    const chunking = chunkingOf(call);
    const theta = numberOf(call, 'theta', 0.01, 1) ?? usualIndex.theta;
    const alpha = numberOf(call, 'alpha', 0, 1);
    const recency = recencyOf(call);
    const top = wholeNumber(call, 'top', 1) ?? 20;
    const order = choice(call, 'order', ['text', 'score'] as const);
    const method = choice(call, 'method', methods);
    const documents: NamedText[] = [];
    for (const file of call.positionals) documents.push(await readDocument(file, io.cwd));
    const index = await DocumentIndex.create(documents, chunking, {
      theta,
      withoutStopWords: !call.has('stop-words')
    });
    const answered = index.ask(
      question,
      method,
      {
        top,
        thresholdQuestion: call.has('threshold-query'),
        ...(alpha !== undefined && { alpha }),
        ...(recency && { recency })
      },
      order
    );
    if (answered.sharing === 0)
      io.err('engram: no passage has a word of the question in it; nothing leads from it.\n');
    io.out(call.has('json') ? `${JSON.stringify(answered.found)}\n` : inWords(answered, index));
    return 0;
  }
};

function inWords({ alpha, found }: Answered, { retriever }: DocumentIndex): string {
  const how = alpha === undefined ? '' : `, alpha ${alpha}`;
  const head = `${found.length} of ${retriever.chunks} passages${how}\n`;
  return `${head}${found.map(({ document, end, score, start, text }) => `\n${document} ${start}-${end}  ${shown(score)}\n  ${text.replaceAll(/\s+/g, ' ')}\n`).join('')}`;
}
