/** The labs: which figures each has, where they stand, and which experiments open in it. A new lab is one entry here. */
import type { Figure } from '../../figures/figure';
import { labFigures } from '../../figures/labFigures';
import type { Lab as LabId } from '../../models/model';
import { models } from '../../models/registry';
import { presets } from '../../presets/registry';
import type { Experiment, Preset } from '../../session/experiment';
import type { OpenedSession } from '../../session/protocol';
import {
  codesPlaces,
  learningPlaces,
  mapsPlaces,
  memoryPlaces,
  textPlaces,
  type Places
} from '../panels/layout';

export type { LabId };

export interface LabKind {
  id: LabId;
  /** The word in the rail. */
  word: string;
  figures: readonly Figure[];
  /** Order and height of the figures' panels. */
  places(session: OpenedSession | undefined): Places;
}

export const labs: readonly LabKind[] = [
  { id: 'learning', word: 'Learning', figures: labFigures.learning, places: learningPlaces },
  { id: 'maps', word: 'Maps', figures: labFigures.maps, places: mapsPlaces },
  { id: 'codes', word: 'Codes', figures: labFigures.codes, places: codesPlaces },
  { id: 'memory', word: 'Memory', figures: labFigures.memory, places: memoryPlaces },
  { id: 'text', word: 'Text', figures: labFigures.text, places: textPlaces }
];

export function labNamed(id: LabId): LabKind {
  return labs.find((lab) => lab.id === id) ?? labs[0];
}

/** The lab an experiment is looked at in: its model's. */
export function labOf({ model }: Pick<Experiment, 'model'>): LabId {
  return models.find(({ id }) => id === model.id)?.lab ?? 'learning';
}

export function presetsOf(id: LabId): readonly Preset[] {
  return presets.filter(({ experiment }) => labOf(experiment) === id);
}
