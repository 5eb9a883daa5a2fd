/** Someone who follows a lesson without a screen: a real session, and what else of the page a lesson may know. */
import { createWasm } from '../../../src/compute/wasm';
import type { SettingValue } from '../../../src/models/settings';
import type { LessonState } from '../../../src/presets/lessons/lesson';
import { presets } from '../../../src/presets/registry';
import { createSession } from '../../../src/session/createSession';
import { completeExperiment, type Experiment, withSetting } from '../../../src/session/experiment';
import type { SessionHost } from '../../../src/session/host';
import type { Session } from '../../../src/session/session';
import { testHost } from '../../session/host';

const host: SessionHost = {
  ...testHost(),
  createCompute: async () => ({ compute: await createWasm(), reason: 'asked for by the test' })
};

export class Learner {
  preset: string | undefined;
  maximised: string | undefined;
  branch = false;
  selection: LessonState['selection'] = {};
  private experiment!: Experiment;
  private session!: Session;

  async open(id: string): Promise<void> {
    this.preset = id;
    await this.begin(presets.find((preset) => preset.id === id)!.experiment);
  }

  async run(trials: number): Promise<void> {
    await this.session.run({ trials });
  }

  /** As the settings column does it: live, or by a run that starts anew. */
  async set(name: string, value: SettingValue): Promise<void> {
    const { model, source } = completeExperiment(this.experiment);
    const description = [...model.settings, ...source.settings].find((setting) => setting.name === name)!;
    if (description.live) await this.session.edit(name, value);
    else await this.begin(withSetting(this.experiment, name, value));
  }

  /** What the page would know, with its images as they are now. */
  async state(): Promise<LessonState> {
    const { layers, modelSettings, probes, shape, sourceSettings, status } = this.session.describe();
    const images = probes.filter(({ kind, name }) => kind === 'image' && name === 'recall');
    await this.session.still(async (image) => {
      for (const { name } of images) await image(name);
    });
    return {
      preset: this.preset,
      running: false,
      tick: status.clock.tick,
      trial: status.clock.trial,
      stepsPerTrial: shape.steps,
      settings: { ...modelSettings, ...sourceSettings },
      layers,
      selection: this.selection,
      maximised: this.maximised,
      branch: this.branch,
      recording: this.session.recording
    };
  }

  close(): void {
    this.session.dispose();
  }

  private async begin(experiment: Experiment): Promise<void> {
    this.session?.dispose();
    this.experiment = experiment;
    this.session = await createSession(experiment, host);
  }
}
