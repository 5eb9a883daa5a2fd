/**
 * Properties are tried on inputs drawn from a seed, so that a run of the tests can be repeated. `ENGRAM_TEST_SEED=n` draws others, in
 * search of inputs that nobody has thought of.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.ENGRAM_TEST_SEED ?? 1) });
