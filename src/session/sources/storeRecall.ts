/**
 * Store-recall (Bellec et al. 2018, "Long short-term memory and learning-to-learn in networks of spiking neurons", and
 * its published tutorial): a stream of slots. A store slot shows a symbol to be kept, a recall slot asks for it, every
 * other slot shows a symbol that does not matter. As published, in each slot the command awaited next comes with
 * probability p = 1 / (1 + delay), and sequences are drawn again until they are valid: at least one store, every store
 * followed by an ordinary slot and later by its recall, none kept twice and none asked for twice. The symbol of a recall
 * slot is silent, and the loss counts in recall slots alone.
 */
import type { Random } from '../../models/random';
import { SettingError, type Settings } from '../../models/settings';
import type { StreamShape, Trial } from '../../models/stream';
import type { SourceDefinition } from '../source';
import { drawnSource, heldOutSettings } from './drawnSource';
import { count, rate, steps } from './streamSettings';

/** The symbols first, then the commands; a group of channels each. */
const groups = ['Symbol A', 'Symbol B', 'Store', 'Recall'];
const symbols = 2;
const [storeGroup, recallGroup] = [2, 3];

export const storeRecallSource: SourceDefinition = {
  id: 'storeRecall',
  title: 'Store and recall',
  summary: 'Symbols pass by; one is to be stored at a command and given back at another.',
  settings: [
    count({
      name: 'slots',
      label: 'Slots',
      default: 12,
      min: 3,
      max: 1000,
      unit: 'slots',
      help: 'Symbols in a trial, those at commands included.'
    }),
    steps({
      name: 'slotSteps',
      label: 'Slot length',
      default: 20,
      min: 1,
      max: 10000,
      help: 'How long a slot lasts; published: 200, with 100 channels at 50 Hz.'
    }),
    count({
      name: 'slotDelay',
      label: 'Expected delay',
      default: 6,
      min: 1,
      max: 1000,
      unit: 'slots',
      help: 'A command comes in each slot with probability 1 / (1 + delay); that trials are short shortens what is seen.'
    }),
    count({
      name: 'inputs',
      label: 'Input channels',
      default: 20,
      min: 4,
      max: 4096,
      unit: 'channels',
      help: 'Shared equally by the two symbols, store and recall: a multiple of 4; published: 100.'
    }),
    rate({
      name: 'symbolRate',
      label: 'Input rate',
      default: 120,
      help: 'Firing rate of a group while it is on; published: 50, in slots ten times as long with five times the channels.'
    }),
    ...heldOutSettings(128)
  ],
  async create(context) {
    const task = readTask(context.settings);
    return drawnSource(context, task.shape, `${task.slots} slots`, (random, index) =>
      drawTrial(task, random, index)
    );
  }
};

interface Task {
  shape: StreamShape;
  slots: number;
  slotSteps: number;
  /** Probability of the awaited command in a slot. */
  command: number;
  /** Spikes per step and channel of a group that is on. */
  rate: number;
}

function readTask(settings: Settings): Task {
  const { slots, slotSteps, slotDelay, inputs, symbolRate } = settings as Record<string, number>;
  if (inputs % groups.length !== 0) {
    throw new SettingError(
      `Setting 'inputs' is ${inputs}; expected a multiple of 4 (two symbols, store, recall).`
    );
  }
  // A sequence is drawn again until valid: where that is next to never, drawing would not end.
  if (slotDelay > 10 * slots) {
    throw new SettingError(
      `Setting 'slotDelay' is ${slotDelay}; expected at most ${10 * slots}, ten times the slots in a trial.`
    );
  }
  const width = inputs / groups.length;
  return {
    shape: {
      inputs,
      outputs: symbols,
      steps: slots * slotSteps,
      dtMs: 1,
      loss: 'classification',
      inputKind: 'spikes',
      inputGroups: groups.map((label, g) => ({ label, from: g * width, to: (g + 1) * width })),
      phases: Array.from({ length: slots }, (_, s) => ({
        label: `Slot ${s + 1}`,
        from: s * slotSteps,
        to: (s + 1) * slotSteps
      })),
      outputLabels: groups.slice(0, symbols)
    },
    slots,
    slotSteps,
    command: 1 / (1 + slotDelay),
    rate: symbolRate / 1000
  };
}

type Slot = 'store' | 'recall' | 'ordinary';

/** Draws until a sequence is valid. */
function drawSlots({ slots, command }: Task, random: Random): Slot[] {
  for (;;) {
    let stored = false;
    const sequence = Array.from({ length: slots }, (): Slot => {
      if (random.uniform() >= command) return 'ordinary';
      stored = !stored;
      return stored ? 'store' : 'recall';
    });
    // Commands alternate and begin with a store: what is left to ask is that no store stays open or is at once recalled.
    const ended = sequence.includes('store') && !stored;
    if (ended && sequence.every((slot, s) => slot !== 'store' || sequence[s + 1] === 'ordinary'))
      return sequence;
  }
}

/** A function of `random` and the task alone. */
function drawTrial(task: Task, random: Random, index: number): Trial {
  const { shape, slotSteps, rate } = task;
  const { inputs, outputs, steps } = shape;
  const width = inputs / groups.length;
  const x = new Float64Array(steps * inputs);
  const target = new Float64Array(steps * outputs);
  const mask = new Float64Array(steps);
  let kept = 0;
  for (const [s, slot] of drawSlots(task, random).entries()) {
    const symbol = random.below(symbols);
    if (slot === 'store') kept = symbol;
    const on = slot === 'recall' ? [recallGroup] : slot === 'store' ? [symbol, storeGroup] : [symbol];
    for (let t = s * slotSteps; t < (s + 1) * slotSteps; t++) {
      for (const group of on) {
        for (let i = group * width; i < (group + 1) * width; i++)
          if (random.uniform() < rate) x[t * inputs + i] = 1;
      }
      if (slot !== 'recall') continue;
      mask[t] = 1;
      target[t * outputs + kept] = 1;
    }
  }
  return { index, x, target, mask };
}
