/** What the figures of the Codes lab know besides the recording: images, factors, who codes, and what is asked. */
import { type CoderPlan, coderList } from '../../models/codes/coderList';
import { classFactors, type Query, readQueries, valueFactors } from '../../models/codes/queries';
import type { Settings } from '../../models/settings';
import type { Factor, ImageShape, StreamShape } from '../../models/stream';
import type { SweepPoint } from '../../session/betaSweep';

export type { SweepPoint };

export interface CodesContext {
  images: ImageShape;
  /** With classes, in the order of the probes' columns. */
  classes: readonly Factor[];
  /** That are numbers. */
  values: readonly Factor[];
  /** The first is the one the settings describe. */
  coders: readonly CoderPlan[];
  /** What is asked now; empty where the stream has no labels. */
  queries: readonly Query[];
  /** Latents. */
  latents: number;
  /** When the run was edited, for marks on time axes. */
  edits: readonly { tick: number; setting: string }[];
  /** What the last sweep over beta found. */
  sweep?: readonly SweepPoint[];
}

/** From the settings of the model `vae`, live edits included; undefined for a stream without images. Throws SettingError. */
export function codesContext(
  settings: Settings,
  { factors = [], images }: StreamShape,
  edits: CodesContext['edits'],
  sweep?: readonly SweepPoint[]
): CodesContext | undefined {
  if (!images) return undefined;
  const classes = classFactors(factors).map(({ factor }) => factor);
  return {
    images,
    classes,
    values: valueFactors(factors).map(({ factor }) => factor),
    coders: coderList(settings),
    queries: classes.length > 0 ? readQueries(String(settings.query ?? ''), factors) : [],
    latents: Number(settings.latents),
    edits,
    ...(sweep && { sweep })
  };
}
