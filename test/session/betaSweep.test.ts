import { describe, expect, it } from 'vitest';
import { codeProbes } from '../../src/models/codes/probes';
import type { ProbeDescription } from '../../src/models/model';
import { presets } from '../../src/presets/registry';
import { readSweepPoint, sweepExperiment, sweepKey, usualPlans } from '../../src/session/betaSweep';
import { completeExperiment, type Experiment } from '../../src/session/experiment';
import { Recording } from '../../src/session/recording';
import { createSession } from '../../src/session/createSession';
import { testHost } from './host';

const { experiment } = presets.find(({ id }) => id === 'rd-compression')!;
const action = { loss: 'action', beta: 0.03 } as const;

function recordingOf(rows: Record<string, readonly number[]>): Recording {
  const recording = new Recording();
  for (const [name, row] of Object.entries(rows)) {
    const probe: ProbeDescription = {
      name,
      label: name,
      symbol: '',
      unit: '',
      kind: 'trial',
      width: row.length,
      signed: false,
      ofWatchedUnit: false,
      help: ''
    };
    const ring = recording.open(probe, 8);
    ring.append(
      0,
      row.map(() => -1)
    );
    ring.append(1, row);
  }
  return recording;
}

const factors = [
  { name: 'shape', label: 'Shape', classes: ['a', 'b'] },
  { name: 'x', label: 'X' },
  { name: 'side', label: 'Side', classes: ['left', 'right'] }
];

describe('the experiments of a sweep over beta', () => {
  it('have one coder each, and are complete', () => {
    for (const plan of usualPlans) {
      const one = sweepExperiment(experiment, plan);
      const { modelSettings } = completeExperiment(one);
      expect(modelSettings).toMatchObject({ ...plan, beside: '' });
      expect(one).toMatchObject({ edits: [], probes: [], seed: experiment.seed, source: experiment.source });
    }
    const pairs = usualPlans.map(({ beta, loss }) => `${loss} ${beta}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('take over what was edited, except loss and beta', () => {
    const edited: Experiment = {
      ...experiment,
      edits: [
        { tick: 10, setting: 'query', value: 'shape' },
        { tick: 20, setting: 'beta', value: 7 },
        { tick: 30, setting: 'query', value: 'side' }
      ]
    };
    expect(sweepExperiment(edited, action).model.settings).toMatchObject({ query: 'side', beta: 0.03 });
    expect(sweepKey(edited)).not.toBe(sweepKey(experiment));
  });

  it('are the same whatever beta, loss and company are at present, and differ by seed', () => {
    const other: Experiment = {
      ...experiment,
      model: {
        ...experiment.model,
        settings: { ...experiment.model.settings, beta: 9, loss: 'vanilla', beside: '' }
      }
    };
    expect(sweepKey(other)).toBe(sweepKey(experiment));
    expect(sweepKey({ ...experiment, seed: 2 })).not.toBe(sweepKey(experiment));
  });
});

describe('a point of a sweep', () => {
  it('is read from the newest rows, of the factor that is asked first', () => {
    const recording = recordingOf({
      [codeProbes.rate]: [3.25],
      [codeProbes.accuracy]: [0.5, 0.75],
      [codeProbes.accuracyOther]: [0.25, 0.625],
      [codeProbes.meanSquaredError]: [0.125, 0.0625],
      [codeProbes.divergence]: [0.5],
      [codeProbes.pixelLoss]: [40]
    });
    const point = (query: string) => readSweepPoint(action, recording, { factors, settings: { query } });
    expect(point('side')).toEqual({
      plan: action,
      rate: 3.25,
      accuracy: 0.75,
      accuracyOther: 0.625,
      meanSquaredError: 0.125,
      divergence: 0.5,
      pixelLoss: 40
    });
    expect(point('')).toMatchObject({ accuracy: 0.5, accuracyOther: 0.25 });
  });

  it('has no accuracy without labels, and nothing before a run', () => {
    const point = readSweepPoint(action, new Recording(), { factors: [factors[1]], settings: {} });
    expect(point.rate).toBeNaN();
    expect(point.accuracy).toBeNaN();
  });

  it('comes out of a run of the model', { timeout: 60_000 }, async () => {
    const small: Experiment = {
      ...experiment,
      model: {
        ...experiment.model,
        settings: { ...experiment.model.settings, classifierSteps: 10, batch: 8, reservoir: 0 }
      },
      source: { id: 'shapes', settings: { steps: 30, heldOut: 50 } }
    };
    const session = await createSession(sweepExperiment(small, action), testHost(), {
      recordingBudget: 2 ** 20
    });
    await session.run({ trials: 2 });
    const { modelSettings: settings, shape } = session.describe();
    const point = readSweepPoint(action, session.recording, { factors: shape.factors, settings });
    session.dispose();
    const { plan: _, ...numbers } = point;
    for (const [name, value] of Object.entries(numbers)) expect(value, name).toSatisfy(Number.isFinite);
  });
});
