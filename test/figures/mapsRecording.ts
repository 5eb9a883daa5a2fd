/** Recordings of animals in worlds, made by the model itself: what is drawn in tests is what a run gives. */
import type { FigureContext } from '../../src/figures/figure';
import { mapsContext } from '../../src/figures/maps/mapsContext';
import { themes } from '../../src/figures/theme';
import { presets } from '../../src/presets/registry';
import type { Recording } from '../../src/session/recording';
import { createSession } from '../../src/session/createSession';
import { testHost } from '../session/host';

export interface Recorded {
  recording: Recording;
  context(changes?: Partial<FigureContext>): FigureContext;
}

/** Runs a preset for some trials with a state selected, and reads every image. */
export async function recordedPreset(
  id: string,
  {
    trials,
    unit,
    settings = {}
  }: { trials: number; unit?: number; settings?: Record<string, string | number> }
): Promise<Recorded> {
  const preset = presets.find((each) => each.id === id)!;
  const { experiment } = preset;
  const session = await createSession(
    { ...experiment, model: { id: 'maps', settings: { ...experiment.model.settings, ...settings } } },
    testHost(),
    { recordingBudget: 2 ** 22 }
  );
  await session.watch(unit);
  await session.run({ trials });
  await session.collect();
  const { edits, layers, modelSettings, shape, units } = { ...session.describe(), edits: experiment.edits };
  const done = edits.filter(({ tick }) => tick <= session.status().clock.tick);
  const { recording } = session;
  const maps = mapsContext(modelSettings, done);
  session.dispose();
  return {
    recording,
    context: (changes = {}) => ({
      shape,
      units,
      layers,
      selection: unit === undefined ? {} : { unit },
      windowTicks: 200,
      theme: themes.light,
      size: { width: 480, height: 320 },
      settings: {},
      maps,
      ...changes
    })
  };
}
