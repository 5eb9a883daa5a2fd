import { describe, expect, it } from 'vitest';
import { neuronEquations, synapseEquations } from '../../src/renderer/inspector/equations';
import type { NeuronMoment } from '../../src/renderer/inspector/neuronAt';

const nothing = {
  potential: undefined,
  threshold: undefined,
  spikes: undefined,
  activity: undefined,
  pseudoDerivative: undefined,
  learningSignal: undefined
};
const at = (tick: number, values: object, earlier: object = {}): NeuronMoment => ({
  tick,
  values: { ...nothing, ...values },
  earlier: { ...nothing, ...earlier }
});

/** The numbers in an equation's MathML, in order. */
const numbers = (mathml: string): number[] =>
  [...mathml.matchAll(/<mn>([^<]*)<\/mn>/g)].map(([, digits]) => Number(digits.replace('−', '-')));

const trace = (unit: Parameters<typeof synapseEquations>[0], moment: NeuronMoment, synapse: object) =>
  synapseEquations(
    unit,
    moment,
    {
      presynapticTrace: undefined,
      eligibility: undefined,
      eligibilityEarlier: undefined,
      filteredEligibility: undefined,
      slow: undefined,
      ...synapse
    },
    'L ē'
  );

describe('the equations of the inspector', () => {
  it('of a membrane unit fill in what was recorded, and add up', () => {
    // u = 0.9 * 0.5 + 0.25 = 0.7
    const unit = { kind: 'membrane', decay: 0.9 } as const;
    const [membrane, activity, drive] = neuronEquations(
      unit,
      at(12, { potential: 0.7, activity: 0.604, pseudoDerivative: 0.635 }, { potential: 0.5 }),
      10
    );
    const [u, alpha, before, current] = numbers(membrane.numbers);
    expect(u).toBeCloseTo(alpha * before + current, 6);
    expect([u, alpha, before, current]).toEqual([0.7, 0.9, 0.5, 0.25]);
    expect(numbers(activity.numbers)).toEqual([0.604, 0.7]);
    expect(numbers(drive.numbers).slice(0, 2)).toEqual([0.635, 1]);
  });

  it('start from zero at the first tick of a trial', () => {
    const [membrane] = neuronEquations(
      { kind: 'membrane', decay: 0.9 },
      at(20, { potential: 0.7 }, { potential: 0.5 }),
      10
    );
    expect(numbers(membrane.numbers)).toEqual([0.7, 0.9, 0, 0.7]);
  });

  it('of a leaky tanh synapse carry the trace by the leak, and by the unit’s own weight where it has one', () => {
    // e = (0.8 + d R) 0.5 + 0.2 * 0.6 with d R = 0.1: 0.57
    const moment = at(3, { pseudoDerivative: 0.2, learningSignal: 2 });
    const synapse = {
      presynapticTrace: 0.6,
      eligibility: 0.57,
      eligibilityEarlier: 0.5,
      filteredEligibility: 0.3
    };
    const [own, share] = trace(
      { kind: 'leakyTanh', leak: 0.2, symbol: 'a', autapses: true },
      moment,
      synapse
    );
    const [e, carry, before, drive, pre] = numbers(own.numbers);
    expect(carry).toBeCloseTo(0.9, 9);
    expect(e).toBeCloseTo(carry * before + drive * pre, 9);
    expect(numbers(share.numbers)).toEqual([2, 0.3, 0.6]);
    const [plain] = trace({ kind: 'leakyTanh', leak: 0.2, symbol: 'a', autapses: false }, moment, synapse);
    expect(numbers(plain.numbers)[1]).toBe(0.8);
  });

  it('say nothing of a product where the rule has none', () => {
    const moment = at(3, { pseudoDerivative: 0.2, learningSignal: 2 });
    const synapse = {
      presynapticTrace: 1,
      eligibility: 0.2,
      eligibilityEarlier: 0,
      filteredEligibility: 0.3,
      slow: undefined
    };
    expect(synapseEquations({ kind: 'membrane', decay: 0.5 }, moment, synapse, undefined)).toHaveLength(1);
  });
});
