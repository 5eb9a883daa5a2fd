/** The model of sequence memories as it is listed: its settings, its words, and the memory it takes. */
import { createReference } from '../../../compute/reference';
import type { Compute } from '../../../compute/compute';
import type { ModelDefinition } from '../../model';
import { completeSettings } from '../../settings';
import { Learner } from './learner';
import { chunkTicks, MemoryModel } from './memoryModel';
import { memorySettings, networkList } from './settings';
import { vocabularyOf } from './vocabulary';

export const memoryDefinition: ModelDefinition = {
  id: 'memory',
  lab: 'memory',
  inputKinds: ['tokens', 'analogue'],
  sequences: true,
  title: 'Sequence memory',
  summary: 'Learns sequences online with memories that keep everything, a window, a state or a dictionary.',
  scores: {
    loss: {
      label: 'Loss',
      symbol: 'E',
      unit: 'nats',
      help: 'Of the first network, mean over what is asked for in the sequences of a trial; half the squared error of vectors.'
    },
    error: {
      label: 'Wrong answers',
      symbol: 'ε',
      unit: '',
      help: 'Share of the tokens asked for that the first network did not think likeliest; of vectors, squared error over squared target.'
    }
  },
  settings: memorySettings,
  floats(given, shape) {
    return this.memory!(given, shape).reduce((sum, { floats }) => sum + floats, 0);
  },
  memory(given, shape) {
    const settings = completeSettings(memorySettings, given);
    const sizes = {
      batch: Number(settings.batch),
      steps: shape.steps,
      chunk: chunkTicks(settings, shape),
      asked: vocabularyOf(shape)
    };
    let all = 0;
    let weights = 0;
    for (const plan of networkList(settings)) {
      const count = counting();
      const { network, use } = new Learner(count.compute, plan, sizes, undefined);
      if (shape.steps % sizes.chunk > 0) use.prepare(shape.steps % sizes.chunk, true);
      all += count.floats();
      weights += network.weights.floats;
    }
    return [
      { label: 'the activities of a chunk', floats: all - weights },
      { label: 'the weights', floats: weights }
    ].sort((a, b) => b.floats - a.floats);
  },
  async create(context) {
    return new MemoryModel(context);
  }
};

/** A backend that counts what would be allocated. */
function counting(): { compute: Compute; floats(): number } {
  let floats = 0;
  const compute: Compute = {
    ...createReference(),
    alloc(length, label) {
      floats += length;
      return { label, length };
    },
    free() {},
    write() {},
    fill() {}
  };
  return { compute, floats: () => floats };
}
