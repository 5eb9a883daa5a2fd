import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createWasm } from '../../src/compute/wasm';
import type { SettingValue } from '../../src/models/settings';
import { presets } from '../../src/presets/registry';
import {
  completeExperiment,
  type Experiment,
  parseExperiment,
  withSetting
} from '../../src/session/experiment';
import { progressTowards } from '../../src/session/goal';
import { createSession } from '../../src/session/createSession';
import { testHost } from '../session/host';

const example = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../examples/${name}`, import.meta.url)));
const files = {
  'example:digits.csv.gz': example('digits.csv.gz'),
  'example:rat-open-field.npz': example('rat-open-field.npz')
};

/** The same experiment with less of everything that takes time: of the stream, and of the network. */
function short(experiment: Experiment): Experiment {
  const lighter: Record<string, Record<string, SettingValue>> = {
    evidence: { delaySteps: 20, cueSteps: 10, gapSteps: 2, batch: 2 },
    pattern: { steps: 100 },
    file: { batch: 2, heldOut: 3 },
    hierarchical: { delaySteps: 6, batch: 2, heldOut: 3 },
    storeRecall: { slotSteps: 2, batch: 2, heldOut: 3 },
    delayedMatch: { delaySteps: 5, batch: 2, heldOut: 3 },
    copy: { pad: 1, batch: 2, heldOut: 3 },
    shapes: { steps: 6, batch: 4, heldOut: 12 },
    sprites: { steps: 6, batch: 4, heldOut: 12 },
    images: { steps: 6, batch: 4 },
    inContextRecall: { length: 32, gap: 4, heldOut: 2, heldOutLengths: '64', batch: 2 },
    induction: { length: 32, heldOut: 2, batch: 2 },
    letters: { length: 64, batch: 2, heldOut: 2, layers: 2 },
    pages: { documents: 24, cleanPages: 1 },
    hashes: { chains: 6 },
    variableTracking: { textPassages: 40 },
    commonWords: { listWords: 40, often: 8, seldom: 2 },
    twoHopFacts: { textPassages: 30, persons: 6 },
    patterns: { patternWidth: 16, descent: 4 },
    decoding: { devices: 4, rounds: 8 }
  };
  const sizes: Record<string, Record<string, SettingValue>> = {
    maps: {},
    vae: { hidden: '6', classifierUnits: 6, classifierSteps: 1 },
    memory: { width: 32, mlp: 8 },
    corpus: { readerOrder: 1, capacity: 64 },
    mixpr: {},
    hopfield: {},
    devices: {}
  };
  const layers = String(experiment.model.settings['layers']).replaceAll(/\d+/g, '6');
  const smaller = sizes[experiment.model.id] ?? (experiment.model.id === 'deep' ? { layers } : { units: 10 });
  return Object.entries({ ...lighter[experiment.source.id], ...smaller }).reduce(
    (changed, [setting, value]) => withSetting(changed, setting, value),
    experiment
  );
}

describe('presets', () => {
  it('have ids of their own', () => {
    const ids = presets.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('open with evidence accumulation', () => {
    expect(presets[0].id).toBe('evidence');
  });

  it('do not share names between the settings of model and source', () => {
    for (const { experiment } of presets) {
      const { model, source } = completeExperiment(experiment);
      const names = [...model.settings, ...source.settings].map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it.each(presets)('$id is an experiment file, claims, predicts and measures', (preset) => {
    expect(parseExperiment(JSON.parse(JSON.stringify(preset.experiment)))).toEqual(preset.experiment);
    for (const words of [preset.claim, preset.prediction]) expect(words).toMatch(/^[A-Z].*\.$/);
    expect(preset.trials).toBeGreaterThan(0);
  });

  it.each(presets)('$id opens and makes a trial, and measures what it says', async (preset) => {
    const host = testHost(undefined, files);
    const session = await createSession(short(preset.experiment), host, { recordingBudget: 2 ** 20 });
    await session.run({ trials: 1 });
    expect(session.status().clock.trial).toBe(1);
    const measured = session.recording.series(preset.metric)?.latest().data;
    // An alignment has a cosine for each layer first, a map a number for each learner, a code for each coder, a memory for each network.
    const several =
      preset.metric === 'alignment' ||
      preset.experiment.model.id in { maps: 0, vae: 0, memory: 0, corpus: 0, mixpr: 0, devices: 0 };
    if (!several) expect(measured?.length).toBe(1);
    if (several) expect(measured?.length).toBeGreaterThan(0);
    else expect(Number.isFinite(measured?.[0])).toBe(true);
    session.dispose();
  });

  it('evidence-full is the published task in every setting that was published', () => {
    const full = completeExperiment(presets.find(({ id }) => id === 'evidence-full')!.experiment);
    expect(full.modelSettings).toMatchObject({
      units: 100,
      unit: 'alif',
      adaptiveFraction: 0.5,
      tauMembrane: 20
    });
    expect(full.modelSettings).toMatchObject({
      tauReadout: 20,
      threshold: 0.6,
      refractory: 5,
      learningRate: 0.005
    });
    const beta = (1.7 * (1 - Math.exp(-1 / 2000))) / (1 - Math.exp(-1 / 20));
    expect(full.modelSettings.adaptation).toBeCloseTo(beta, 6);
  });
});

describe('what presets of the Maps lab predict', () => {
  const judged = presets.filter(({ experiment }) => experiment.model.id === 'maps');
  it.each(judged)('$id comes true', { timeout: 60_000 }, async (preset) => {
    const session = await createSession(
      { ...preset.experiment, seed: 6, probes: [] },
      testHost(undefined, files)
    );
    await session.run({ trials: preset.trials });
    const held = (preset.goals ?? []).map((goal) => ({
      ...goal,
      ...progressTowards(goal, session.recording)
    }));
    expect(held.filter(({ holds }) => !holds)).toEqual([]);
    expect(held.length).toBeGreaterThan(0);
    session.dispose();
  });
});

describe('what presets of the Codes lab predict', () => {
  const judged = presets.filter(
    ({ experiment, goals = [] }) => experiment.model.id === 'vae' && goals.length > 0
  );
  it.each(judged)('$id comes true', { timeout: 180_000 }, async (preset) => {
    const host = {
      ...testHost(undefined, files),
      createCompute: async () => ({ compute: await createWasm(), reason: '' })
    };
    const session = await createSession({ ...preset.experiment, seed: 6, probes: [] }, host);
    await session.run({ trials: preset.trials });
    const held = (preset.goals ?? []).map((goal) => ({
      label: goal.label,
      ...progressTowards(goal, session.recording)
    }));
    session.dispose();
    expect(held.filter(({ holds }) => !holds)).toEqual([]);
  });
});
