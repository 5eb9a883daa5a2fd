/** The figures of every lab. A new lab is one line here. */
import type { Lab } from '../models/model';
import { codesFigures } from './codes/registry';
import type { Figure } from './figure';
import { learningFigures } from './learning/registry';
import { mapsFigures } from './maps/registry';
import { memoryFigures } from './memory/registry';
import { textFigures } from './text/registry';

export const labFigures: Readonly<Record<Lab, readonly Figure[]>> = {
  learning: learningFigures,
  maps: mapsFigures,
  codes: codesFigures,
  memory: memoryFigures,
  text: textFigures
};
