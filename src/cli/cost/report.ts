/** A cost at a number of tokens, as named numbers and as a table. */
import { type Cost, cacheOf, type Split, totalOf } from '../../models/memory/cost/cost';
import { aligned } from '../graph/table';
import type { Subject } from './subjects';

interface Counted {
  total: number;
  split: Split;
}

/** What JSON says of one cost. */
export interface CostReport {
  parameters: Counted;
  /** Numbers and bytes kept of the tokens. */
  cache: { perToken: number; state: Split; elements: number; bytes: number };
  /** Operations of all tokens, and of the last one with all others kept. */
  forwardFlops: Counted;
  decodeFlops: Counted;
}

const counted = (split: Split): Counted => ({ total: totalOf(split), split });

export function costReport(cost: Cost, tokens: number, bytesPerElement: number): CostReport {
  const elements = cacheOf(cost, tokens);
  return {
    parameters: counted(cost.parameters),
    cache: {
      perToken: cost.cachePerToken,
      state: cost.state,
      elements,
      bytes: elements * bytesPerElement
    },
    forwardFlops: counted(cost.forward(tokens)),
    decodeFlops: counted(cost.decode(tokens))
  };
}

/** Whole numbers with commas between thousands. */
const said = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

/** Both beside each other, then what the first consists of. */
export function costTable(
  name: string,
  { compared, comparedWith, cost, sizes }: Subject,
  tokens: number,
  bytesPerElement: number
): string {
  const [own, other] = [cost, compared].map((each) => costReport(each, tokens, bytesPerElement));
  const rows = (
    [
      ['parameters', (of) => of.parameters.total],
      ['kept numbers per token', (of) => of.cache.perToken],
      ['kept numbers whatever the length', (of) => totalOf(of.cache.state)],
      ['kept bytes', (of) => of.cache.bytes],
      ['FLOPs of all tokens', (of) => of.forwardFlops.total],
      ['FLOPs of one more token', (of) => of.decodeFlops.total]
    ] satisfies [string, (of: CostReport) => number][]
  ).map(([what, read]) => {
    const [left, right] = [read(own), read(other)];
    return [what, said(left), said(right), right === 0 ? '' : (left / right).toFixed(3)];
  });
  const splits = (
    [
      ['parameters', own.parameters.split],
      ['kept numbers whatever the length', own.cache.state],
      ['FLOPs of all tokens', own.forwardFlops.split],
      ['FLOPs of one more token', own.decodeFlops.split]
    ] satisfies [string, Split][]
  ).flatMap(([what, split]) => {
    const parts = Object.entries(split).filter(([, count]) => count > 0);
    return parts.length === 0
      ? []
      : [[what, ''], ...parts.map(([part, count]) => [`  ${part}`, said(count)])];
  });
  const given = Object.entries(sizes).map(([size, value]) => `${size} ${value}`);
  const heading = [name, ...given, `${said(tokens)} tokens`, `${bytesPerElement} bytes a number`].join(', ');
  return `${heading}\n\n${aligned(['', name, comparedWith, 'ratio'], rows)}\n${aligned(['of which', name], splits)}`;
}
