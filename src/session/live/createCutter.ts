import type { Random } from '../../models/random';
import type { Cutter } from './cutter';
import { PathCutter } from './pathCutter';
import { PictureCutter } from './pictureCutter';
import type { RowSettings } from './streamOfRows';
import { TrialCutter } from './trialCutter';

/** Throws SettingError where the settings do not fit `channels`. */
export function createCutter(settings: RowSettings, channels: number, random: Random): Cutter {
  switch (settings.samplesAre) {
    case 'images':
      return new PictureCutter(settings, channels, random);
    case 'positions':
      return new PathCutter(settings, channels, random);
    default:
      return new TrialCutter(settings, channels, random);
  }
}
