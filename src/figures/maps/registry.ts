/** The figures of the Maps lab, in the order they are offered. A new figure is one file and one line here. */
import type { Figure } from '../figure';
import { behaviour } from './behaviour';
import { communities } from './communities';
import { eigenmaps } from './eigenmaps';
import { placeField, prediction } from './fieldMaps';
import { fieldProfile } from './fieldProfile';
import { gammaBank } from './gammaBank';
import { mapLearning } from './mapLearning';
import { preference } from './preference';
import { recall } from './recall';
import { residuals } from './residuals';
import { spread } from './spread';
import { successorMatrix } from './successorMatrix';
import { valueLandscape } from './valueLandscape';
import { worldMap } from './worldMap';

export const mapsFigures: readonly Figure[] = [
  worldMap,
  successorMatrix,
  placeField,
  prediction,
  recall,
  residuals,
  valueLandscape,
  mapLearning,
  behaviour,
  preference,
  fieldProfile,
  communities,
  gammaBank,
  spread,
  eigenmaps
];
