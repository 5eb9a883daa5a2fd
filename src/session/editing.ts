/** Live edits on their way from the journal to whom they belong, and the settings as they have left them. */
import { SettingError, type Settings, type SettingValue } from '../models/settings';
import { checkEdit, type Edit, isOfSource } from './experiment';
import { Journal } from './journal';
import { checkMemory, type Parts } from './parts';

export interface Edited {
  /** A setting of the model has changed. */
  model(settings: Settings): void;
  /** A setting of the source has changed: trials that wait were drawn with the old one. */
  source(): void;
}

export class Editing {
  readonly journal: Journal;
  modelSettings: Settings;
  sourceSettings: Settings;
  private readonly parts: Parts;
  private readonly edited: Edited;

  constructor(parts: Parts, edited: Edited) {
    const { experiment, modelSettings, sourceSettings } = parts.complete;
    this.parts = parts;
    this.edited = edited;
    this.journal = new Journal(experiment.edits);
    this.modelSettings = modelSettings;
    this.sourceSettings = sourceSettings;
  }

  /** Makes an edit now and writes it down. Throws SettingError, and then nothing has changed. */
  make(tick: number, setting: string, value: SettingValue): void {
    const { complete, compute, source } = this.parts;
    checkEdit(complete.model, complete.source, setting, value);
    if (!isOfSource(complete.source, setting))
      checkMemory(complete.model, { ...this.modelSettings, [setting]: value }, source.shape, compute);
    this.apply(setting, value);
    this.journal.add(tick, setting, value);
  }

  /** Adds an edit to those that wait for their tick, or takes one away. Throws SettingError, and then nothing has changed. */
  plan(now: number, edit: Edit, planned: boolean): void {
    const { setting, tick, value } = edit;
    if (!Number.isSafeInteger(tick) || tick <= now)
      throw new SettingError(
        `The edit of '${setting}' belongs to tick ${tick}, and the run is at tick ${now}: only edits of later ticks can be planned or removed.`
      );
    if (planned) {
      checkEdit(this.parts.complete.model, this.parts.complete.source, setting, value);
      this.journal.insert(edit);
    } else if (!this.journal.remove(edit))
      throw new SettingError(
        `No edit of '${setting}' to ${value} is planned at tick ${tick}; it may be removed already.`
      );
  }

  /** Makes the edits of the journal with `after` < tick <= `upTo`. */
  replay(after: number, upTo: number): void {
    for (const { setting, value } of this.journal.between(after, upTo)) this.apply(setting, value);
  }

  private apply(setting: string, value: SettingValue): void {
    const { complete, model, source } = this.parts;
    if (isOfSource(complete.source, setting)) {
      source.set?.(setting, value);
      this.sourceSettings = { ...this.sourceSettings, [setting]: value };
      this.edited.source();
    } else {
      model.set(setting, value);
      this.modelSettings = { ...this.modelSettings, [setting]: value };
      this.edited.model(this.modelSettings);
    }
  }
}
