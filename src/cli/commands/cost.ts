/** `engram cost`: what sequence models keep and compute, without running them. */
import { type Command, choice, definitions, UsageError, wholeNumber } from '../command';
import { costReport, costTable } from '../cost/report';
import { subjectHelp, subjectNames, subjectOf } from '../cost/subjects';

export const cost: Command = {
  name: 'cost',
  positional: '',
  summary: 'Count parameters, kept bytes and operations of attention layers and Zamba2 models.',
  options: [
    { name: 'model', value: '<name>', help: `One of ${subjectNames.join(', ')}.` },
    { name: 'tokens', value: '<n>', help: 'Length of the sequence.' },
    { name: 'width', value: '<n>', help: 'Width of the residual stream.' },
    { name: 'heads', value: '<n>', help: 'Query heads; of cca and ccgqa in the latent.' },
    { name: 'kv-heads', value: '<n>', help: 'Of gqa: key and value heads.' },
    { name: 'c1', value: '<n>', help: 'Compression of queries; of cca of everything.' },
    { name: 'c2', value: '<n>', help: 'Compression of keys and values.' },
    { name: 'rope-width', value: '<n>', help: 'Of mla: width of the rotary key that all heads share.' },
    { name: 'layers', value: '<n>', help: 'How many such layers.' },
    { name: 'bytes-per-element', value: '<n>', help: 'Bytes of a kept number (default 2).' },
    {
      name: 'json',
      help: 'Print {"model","sizes","tokens","bytesPerElement","parameters","cache","forwardFlops","decodeFlops","comparedWith"} as one line of JSON.'
    }
  ],
  details: () =>
    'Models and the sizes they take, unless told:\n\n' +
    `${definitions(subjectHelp)}\n` +
    'Counts are exact below 2^53. A multiplication and an addition are two operations (FLOPs); matrix products, convolutions and scans\n' +
    'count, norms, softmax and activations do not. All pairs of tokens count, as papers print it, not only those a causal layer reads.\n' +
    'Logits count for every token. One more token is the last of --tokens, with those before kept. Attention layers are compared with\n' +
    'multi-head attention of equal width, Zamba2 with a transformer of equal width and depth that has a gated MLP of 4 widths.\n',
  async run(call, io) {
    if (call.get('model') === undefined)
      throw new UsageError("'engram cost' needs --model, such as --model zamba2-2.7b.");
    const model = choice(call, 'model', subjectNames);
    const tokens = wholeNumber(call, 'tokens', 1);
    if (tokens === undefined) throw new UsageError("'engram cost' needs --tokens, such as --tokens 4096.");
    const text = call.get('bytes-per-element') ?? '2';
    const bytesPerElement = text.trim() === '' ? Number.NaN : Number(text);
    if (!(bytesPerElement > 0 && Number.isFinite(bytesPerElement)))
      throw new UsageError(
        `--bytes-per-element is '${text}'; expected a number above 0, such as 2, or 0.5 for four bits.`
      );
    const subject = subjectOf(model, call);
    if (!call.has('json')) {
      io.out(costTable(model, subject, tokens, bytesPerElement));
      return 0;
    }
    const { compared, comparedWith, cost: own, sizes } = subject;
    const report = {
      model,
      sizes,
      tokens,
      bytesPerElement,
      ...costReport(own, tokens, bytesPerElement),
      comparedWith: { model: comparedWith, ...costReport(compared, tokens, bytesPerElement) }
    };
    io.out(`${JSON.stringify(report)}\n`);
    return 0;
  }
};
