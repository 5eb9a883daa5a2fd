/** Every model there is: one line each. */
import { vaeDefinition } from './codes/vae';
import { corpusDefinition } from './corpus/model/corpus';
import { deepDefinition } from './deep/deep';
import { epropDefinition } from './eprop/eprop';
import { mapsDefinition } from './hippocampus/maps';
import { decodingDefinition } from './memory/decoding/decoding';
import { hopfieldDefinition } from './memory/hopfield/hopfield';
import { memoryDefinition } from './memory/model/memory';
import { mixprDefinition } from './retrieval/model/mixpr';
import type { ModelDefinition } from './model';

export const models: readonly ModelDefinition[] = [
  epropDefinition,
  deepDefinition,
  mapsDefinition,
  vaeDefinition,
  memoryDefinition,
  corpusDefinition,
  mixprDefinition,
  hopfieldDefinition,
  decodingDefinition
];

/** The model called `id`. Throws with the ids there are. */
export function findModel(id: string): ModelDefinition {
  const found = models.find((model) => model.id === id);
  if (found) return found;
  throw new Error(`Unknown model '${id}'. Models: ${models.map((model) => model.id).join(', ')}.`);
}
