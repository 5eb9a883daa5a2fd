/** Nodes as they are named on a command line. */
import { type Call, UsageError } from '../command';
import { suggestion } from '../nearest';

/** Names looked through for one that was meant. */
const mostNames = 100_000;

/** The node called `name`. Throws UsageError with the nearest name there is. */
export function nodeNamed(labels: readonly string[], name: string, option: string): number {
  const found = labels.indexOf(name);
  if (found >= 0) return found;
  const some = labels.slice(0, 3).map((label) => `'${label}'`);
  // Every name of one letter is one letter from every other.
  const meant = name.length > 2 ? suggestion(name, labels.slice(0, mostNames)) : '';
  throw new UsageError(
    `--${option} names no node '${name}'.${meant || ` Nodes here: ${some.join(', ')}${labels.length > 3 ? ', ...' : ''}.`}`
  );
}

/**
 * s: [nodes], from 0, summing to 1, of `--seeds a,b` and `--weights 2,1` (without them all seeds weigh the same). A name that holds
 * commas is found where it is all that stands there. Throws UsageError.
 */
export function seedsOf(labels: readonly string[], call: Call): Float64Array {
  const text = call.get('seeds');
  if (text === undefined)
    throw new UsageError(
      "'engram pagerank' needs --seeds, the names of the nodes to start from, such as --seeds a,b."
    );
  const names = labels.includes(text) ? [text] : text.split(',').map((name) => name.trim());
  const weights = weightsOf(call.get('weights'), names.length);
  const seeds = new Float64Array(labels.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  names.forEach((name, i) => {
    seeds[nodeNamed(labels, name, 'seeds')] += weights[i] / total;
  });
  return seeds;
}

function weightsOf(text: string | undefined, count: number): number[] {
  if (text === undefined) return new Array<number>(count).fill(1);
  const weights = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const good = weights.every((weight) => weight >= 0 && Number.isFinite(weight));
  if (good && weights.length === count && weights.some((weight) => weight > 0)) return weights;
  throw new UsageError(
    `--weights is '${text}'; expected ${count} number${count === 1 ? '' : 's'} from 0, one a seed, not all 0.`
  );
}
