import { describe, expect, it } from 'vitest';
import { presets } from '../../src/presets/registry';
import { experimentBytes, readExperimentFile, withLayout } from '../../src/renderer/files/experimentFile';
import { createSession } from '../../src/session/createSession';
import { type Experiment, parseExperiment } from '../../src/session/experiment';
import { layoutOf, type PanelLayout, readLayout } from '../../src/session/panelLayout';
import { testHost } from './host';

const oneWalk = presets.find(({ id }) => id === 'one-walk')!.experiment;
const layout: PanelLayout = {
  version: 1,
  panels: [
    { id: 'residuals', columns: 2, rows: 5 },
    { id: 'aPanelOfTomorrow', columns: 1, rows: 3 }
  ],
  hidden: ['worldMap']
};

describe('the layout of panels', () => {
  it('is saved with the experiment and read again, panels that are not known among them', () => {
    const opened = { experiment: oneWalk } as Parameters<typeof experimentBytes>[0];
    const bytes = experimentBytes(opened, { edits: [] }, layout);
    expect(layoutOf(readExperimentFile('a.engram', bytes))).toEqual(layout);
    expect(readLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout);
  });

  it('is not there where panels stand as usual, even if the experiment brought one', () => {
    expect('layout' in withLayout(oneWalk, undefined)).toBe(false);
    expect('layout' in withLayout({ ...oneWalk, layout }, undefined)).toBe(false);
    expect(withLayout({ ...oneWalk, layout: { version: 9 } }, undefined).layout).toEqual({ version: 9 });
  });

  it('leaves the state hash of the run as it is', async () => {
    const ran = async (experiment: Experiment) => {
      const session = await createSession(experiment, testHost(), { recordingBudget: 2 ** 20 });
      await session.run({ trials: 2 });
      const { stateHash } = await session.recipe();
      session.dispose();
      return stateHash;
    };
    expect(await ran({ ...oneWalk, layout })).toBe(await ran(oneWalk));
    expect(await ran({ ...oneWalk, seed: 2 })).not.toBe(await ran(oneWalk));
  });

  it('of a form newer than this version knows is kept and not used', () => {
    const read = parseExperiment({ ...oneWalk, layout: { version: 2, tabs: ['a'] } });
    expect(read.layout).toEqual({ version: 2, tabs: ['a'] });
    expect(layoutOf(read)).toBeUndefined();
  });

  it.each([
    [{ version: 1, panels: [{ id: 'a', rows: 99 }] }, 'layout.panels.0.rows'],
    [{ version: 1, panels: [{ rows: 3 }] }, 'layout.panels.0.id'],
    [{ version: 1, hidden: 'all' }, 'layout.hidden'],
    [{ panels: [] }, 'layout.version'],
    ['wide', 'layout']
  ])('that does not read names the field: %j', (broken, field) => {
    expect(() => parseExperiment({ ...oneWalk, layout: broken })).toThrow(field);
    expect(readLayout(broken)).toBeUndefined();
  });
});
