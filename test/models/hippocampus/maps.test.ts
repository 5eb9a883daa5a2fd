import { describe, expect, it } from 'vitest';
import { mapsDefinition } from '../../../src/models/hippocampus/maps';
import { presets } from '../../../src/presets/registry';
import { verdictOf, progressTowards } from '../../../src/session/goal';
import { createSession } from '../../../src/session/session';
import { testHost } from '../../session/host';

describe('presets', () => {
  it.each(presets.filter(({ experiment }) => experiment.model.id === 'maps' && experiment.source.id === 'walk'))('$id', { timeout: 60000 }, async (preset) => {
    for (const seed of [1, 2, 3, 4, 5]) {
    const t = performance.now();
    const session = await createSession({ ...preset.experiment, seed, probes: [] }, testHost());
    await session.run({ trials: preset.trials });
    console.log(preset.id, seed, verdictOf(preset.goals!, session.recording), (performance.now() - t).toFixed(0), 'ms', session.status().recent, preset.goals!.map((g) => `${g.label}: ${progressTowards(g, session.recording)?.latest} ${progressTowards(g, session.recording)?.holds}`).join(' | '));
    session.dispose();
    }
  });
});
