/** The printed numbers of the leaky tanh stacks of `stackFixture.ts`. */
import { stackGradient } from '../stack/gradient';
import type { Rule, StackGradient } from '../stack/stack';
import { cosine, FIXTURE, norm, type Oracle } from './oracle';
import { oneLayerNumbers, stackFixture, twoLayerNumbers } from './stackFixture';

export const stackFixtureOracles: readonly Oracle[] = [
  ...fixtureOracles('one layer', oneLayerNumbers),
  ...fixtureOracles('two layers', twoLayerNumbers),
  // Row 0 of the first layer is [U (2) | R (3) | b]; row 1 of the second is [U (3) | R (3) | b].
  ...entryOracles('dR of layer 1 at [0][0]', twoLayerNumbers.lower, ({ layers }) => layers[0][2]),
  ...entryOracles('dR of layer 2 at [1][2]', twoLayerNumbers.upper, ({ layers }) => layers[1][7 + 3 + 2])
];

interface FixtureNumbers {
  leaks: readonly number[];
  loss: number;
  norms: Readonly<Partial<Record<Rule, readonly number[]>>>;
  cosines: Readonly<Partial<Record<Rule, readonly number[]>>>;
}

function fixtureOracles(depth: string, { leaks, loss, norms, cosines }: FixtureNumbers): Oracle[] {
  const gradients = (rule: Rule) => stackGradient(stackFixture(leaks), rule).layers;
  const perLayer = (
    table: FixtureNumbers['norms'],
    what: string,
    tolerance: number,
    measure: (rule: Rule, l: number) => number
  ): Oracle[] =>
    entries(table).flatMap(([rule, numbers]) =>
      numbers.map((expected, l) => ({
        name: `stack fixture of ${depth}, ${what} of ${rule}, layer ${l + 1}`,
        source: FIXTURE,
        expected,
        tolerance,
        measure: async () => measure(rule, l)
      }))
    );
  return [
    {
      name: `stack fixture of ${depth}, loss`,
      source: FIXTURE,
      expected: loss,
      tolerance: 1e-12,
      measure: async () => stackGradient(stackFixture(leaks), 'bptt').loss
    },
    ...perLayer(norms, 'gradient norm', 1e-8, (rule, l) => norm(gradients(rule)[l])),
    // Printed to six digits.
    ...perLayer(cosines, 'cosine to the exact gradient', 5.1e-7, (rule, l) =>
      cosine(gradients(rule)[l], gradients('bptt')[l])
    )
  ];
}

function entryOracles(
  name: string,
  table: Readonly<Partial<Record<Rule, number>>>,
  entry: (gradient: StackGradient) => number
): Oracle[] {
  return entries(table).map(([rule, expected]) => ({
    name: `stack fixture of two layers, ${name} under ${rule}`,
    source: FIXTURE,
    expected,
    tolerance: 1e-8,
    measure: async () => entry(stackGradient(stackFixture(twoLayerNumbers.leaks), rule))
  }));
}

function entries<T>(table: Readonly<Partial<Record<Rule, T>>>): [Rule, T][] {
  return Object.entries(table) as [Rule, T][];
}
