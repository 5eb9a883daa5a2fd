import { describe, expect, it } from 'vitest';
import { deepLimit, refusal, rtrlLimit, ruleMemory } from '../../../src/models/stack/ruleMemory';
import type { Stack } from '../../../src/models/stack/stack';

/** Leaky tanh layers of `width` units on as many inputs. */
const stackOf = (width: number, depth: number, options: Partial<Stack> = {}): Stack => ({
  inputs: width,
  outputs: 2,
  layers: Array.from({ length: depth }, () => ({ units: width, unit: { kind: 'leakyTanh', leak: 0.1 } })),
  readout: 'top',
  readoutDecay: 0,
  loss: 'regression',
  ...options
});

describe('what a rule remembers', () => {
  // Deep e-prop notes, section 3: n = 100, 2.05 M floats for two layers, 6.1 M for three; the cascade 60 k beside 40 k weights.
  it('is known for layers of 100', () => {
    expect(ruleMemory(stackOf(100, 2), 'deep', 50)).toBe(2 * 20_100 + 100 * 20_100);
    expect(ruleMemory(stackOf(100, 2), 'deep', 50) / 1e6).toBeCloseTo(2.05, 2);
    expect(ruleMemory(stackOf(100, 3), 'deep', 50) / 1e6).toBeCloseTo(6.1, 1);
    expect(ruleMemory(stackOf(100, 2), 'cascade', 50)).toBe(60_300);
    expect(ruleMemory(stackOf(100, 2), 'spatial', 50)).toBe(40_200);
    expect(ruleMemory(stackOf(100, 2), 'top', 50)).toBe(20_100);
    expect(ruleMemory(stackOf(100, 2), 'immediate', 50)).toBe(0);
  });

  it('is the sum of n_l P_k over k <= l for real-time recurrent learning', () => {
    expect(ruleMemory(stackOf(10, 3), 'rtrl', 50)).toBe(6 * 10 * 210);
  });

  it('grows with the trial for back-propagation through time alone', () => {
    expect(ruleMemory(stackOf(10, 3), 'bptt', 50)).toBe(50 * 30);
    expect(ruleMemory(stackOf(10, 3), 'bptt', 100)).toBe(100 * 30);
    for (const rule of ['rtrl', 'deep', 'cascade', 'spatial', 'top'] as const)
      expect(ruleMemory(stackOf(10, 3), rule, 100)).toBe(ruleMemory(stackOf(10, 3), rule, 50));
  });

  it('counts adaptation and the filter of the readout', () => {
    const [P, below] = [10 * 21, 10 * 21];
    expect(ruleMemory(stackOf(10, 2, { readoutDecay: 0.9 }), 'cascade', 50)).toBe(2 * below + P + below + P);
    expect(ruleMemory(stackOf(10, 2, { readoutDecay: 0.9, readout: 'all' }), 'cascade', 50)).toBe(
      2 * below + P + 2 * below + P
    );
    const unit = {
      kind: 'spiking',
      membraneDecay: 0.9,
      currentGain: 1,
      threshold: 1,
      dampening: 0.3,
      refractory: 2,
      adaptationDecay: 0.99
    } as const;
    const spiking = (beta: number) =>
      stackOf(10, 1, {
        layers: [{ units: 10, unit: { ...unit, adaptation: new Float64Array(10).fill(beta) } }]
      });
    expect(ruleMemory(spiking(0), 'cascade', 50)).toBe(P);
    expect(ruleMemory(spiking(0.2), 'cascade', 50)).toBe(2 * P);
  });
});

describe('a rule too big', () => {
  it('is refused with its numbers', () => {
    expect([rtrlLimit, deepLimit]).toEqual([1_048_576, 16_777_216]);
    expect(refusal(stackOf(16, 3), 'rtrl', 50)).toBeUndefined();
    expect(refusal(stackOf(100, 3), 'deep', 50)).toBeUndefined();
    expect(refusal(stackOf(4096, 8), 'cascade', 50)).toBeUndefined();
    expect(refusal(stackOf(100, 2), 'rtrl', 50)).toBe(
      "The rule 'rtrl' needs 6030000 floats of traces here (a trace per synapse and unit, from its layer up); it is made " +
        "for at most 1048576. Use 'bptt', which is as exact, or smaller layers."
    );
    expect(refusal(stackOf(400, 2), 'deep', 50)).toContain('needs 128800800 floats');
  });
});
