/**
 * Numbers that must come out on every machine: each oracle names its source, says what to expect and how
 * nearly, and measures it on a fresh backend. They are statements about float64; float32 backends are held
 * to the reference by their own tests.
 */
import { codeOracles } from './codeOracles';
import { epropOracles } from './epropOracles';
import { mapOracles } from './mapOracles';
import type { Oracle } from './oracle';
import { rateOracles } from './rateOracles';
import { stackFixtureOracles } from './stackFixtureOracles';
import { stackIdentities } from './stackIdentities';
import { stackSpikingOracles } from './stackSpikingOracles';
import { walkOracles } from './walkOracles';

export const oracles: readonly Oracle[] = [
  ...epropOracles,
  ...stackFixtureOracles,
  ...stackIdentities,
  ...stackSpikingOracles,
  ...walkOracles,
  ...mapOracles,
  ...codeOracles,
  ...rateOracles
];

export const holds = ({ expected, tolerance }: Oracle, measured: number): boolean =>
  Math.abs(measured - expected) <= tolerance * Math.max(1, Math.abs(expected));
