import { describe, expect, it } from 'vitest';
import { labFigures } from '../../../src/figures/labFigures';
import { models } from '../../../src/models/registry';
import { isDone, markNow, type Step, type Target } from '../../../src/presets/lessons/lesson';
import { lessonNamed, lessons, lessonsOf } from '../../../src/presets/lessons/registry';
import { partsOf } from '../../../src/presets/lessons/text';
import { presets } from '../../../src/presets/registry';
import { completeExperiment } from '../../../src/session/experiment';
import { Learner } from './learner';

type Way = (learner: Learner) => Promise<void> | void;

/** What a learner does at each step, by lesson and step: by nothing less is the step to be done. */
const ways: Record<string, Record<string, { predict?: string | number; way: Way }>> = {
  eligibility: {
    late: { way: (learner) => learner.run(3) },
    forgets: {
      way: (learner) => {
        learner.selection = { unit: 0 };
      }
    },
    remembers: {
      way: (learner) => {
        learner.selection = { unit: 39 };
      }
    },
    trace: {
      way: (learner) => {
        learner.maximised = 'traceWaterfall';
      }
    },
    signal: {
      way: (learner) => {
        learner.selection = { unit: 39, tick: 3 * 230 - 1 };
      }
    },
    'how-long': { predict: 'middle', way: (learner) => learner.run(696) },
    without: {
      predict: 'part',
      way: async (learner) => {
        await learner.set('unit', 'lif');
        await learner.run(200);
      }
    },
    back: { way: (learner) => learner.set('unit', 'alif') }
  },
  depth: {
    stack: { way: (learner) => learner.run(30) },
    cascade: {
      way: (learner) => {
        learner.selection = { unit: 3 };
        learner.maximised = 'cascade';
      }
    },
    story: {
      way: (learner) => {
        learner.selection = { unit: 3, synapse: 2 };
        learner.maximised = 'synapseStory';
      }
    },
    spatial: {
      predict: 'falls',
      way: async (learner) => {
        await learner.set('rule', 'spatial');
        await learner.run(30);
      }
    },
    branch: {
      way: (learner) => {
        learner.branch = true;
      }
    }
  },
  'one-random-walk': {
    walk: { way: (learner) => learner.run(2) },
    row: {
      way: (learner) => {
        learner.selection = { unit: 0 };
      }
    },
    share: { predict: 30, way: () => {} },
    same: {
      way: (learner) => {
        learner.maximised = 'residuals';
      }
    },
    learn: { way: (learner) => learner.run(100) },
    farther: { predict: 'grows', way: (learner) => learner.set('gamma', 0.95) }
  },
  'stale-maps': {
    chains: { way: (learner) => learner.run(5) },
    transitions: { predict: 'no', way: (learner) => learner.run(75) },
    'stale-row': {
      way: (learner) => {
        learner.selection = { unit: 0 };
        learner.maximised = 'successorMatrix';
      }
    },
    rewards: {
      predict: 5,
      way: async (learner) => {
        await learner.open('reward-revaluation');
        await learner.run(80);
      }
    }
  },
  'worth-perceiving': {
    question: { way: (learner) => learner.run(5) },
    bits: { predict: 3, way: (learner) => learner.run(40) },
    pictures: {
      way: (learner) => {
        learner.maximised = 'pairs';
      }
    },
    place: { predict: 'vanilla', way: (learner) => learner.run(10) },
    price: {
      predict: 'falls',
      way: async (learner) => {
        await learner.set('beta', 0.5);
        await learner.run(10);
      }
    }
  },
  'another-question': {
    shape: { way: (learner) => learner.run(40) },
    map: {
      way: (learner) => {
        learner.selection = { code: 3 };
      }
    },
    side: {
      predict: 'chance',
      way: async (learner) => {
        await learner.set('query', 'side');
        await learner.run(30);
      }
    },
    both: {
      predict: 'grows',
      way: async (learner) => {
        await learner.set('query', 'shape 0.5, side 0.5');
        await learner.run(40);
      }
    }
  },
  'long-stream': {
    pairs: { way: (learner) => learner.run(60) },
    rows: {
      way: (learner) => {
        learner.maximised = 'rowReads';
      }
    },
    matrix: { way: (learner) => learner.set('lookNetwork', 3) },
    far: { predict: 'plain', way: (learner) => learner.run(70) },
    bytes: { predict: 1, way: () => {} }
  },
  'what-followed': {
    twice: { way: (learner) => learner.run(20) },
    'one-layer': { predict: 'whole', way: (learner) => learner.run(100) },
    map: {
      way: (learner) => {
        learner.maximised = 'attentionMap';
      }
    },
    'two-layers': {
      predict: 'learned',
      way: async (learner) => {
        await learner.set('layers', 2);
        await learner.run(200);
      }
    }
  },
  'second-fact': {
    two: { way: (learner) => learner.run(2) },
    luck: { predict: 60, way: (learner) => learner.run(18) },
    spread: {
      way: (learner) => {
        learner.maximised = 'passageGraph';
      }
    },
    near: {
      predict: 'both',
      way: async (learner) => {
        await learner.set('routing', 'manual');
        await learner.set('teleport', 0.95);
        await learner.run(20);
      }
    },
    'never-home': {
      predict: 'one',
      way: async (learner) => {
        await learner.set('teleport', 0);
        await learner.run(20);
      }
    },
    chain: {
      predict: 5,
      way: async (learner) => {
        await learner.open('hash-hop');
        await learner.run(4);
      }
    }
  },
  'near-copies-found': {
    stream: { way: (learner) => learner.run(5) },
    fates: {
      way: (learner) => {
        learner.maximised = 'fateCounts';
      }
    },
    threshold: { predict: 55, way: (learner) => learner.run(35) },
    worth: { predict: 'copies', way: () => {} },
    steeper: {
      predict: 20,
      way: async (learner) => {
        await learner.set('bands', 8);
        await learner.set('bandRows', 16);
        await learner.run(20);
      }
    }
  }
};

describe.each(lessons)('the lesson $id', (lesson) => {
  it('can be followed to its end, each step ticked when it was done and not before', async () => {
    const learner = new Learner();
    await learner.open(lesson.preset);
    const said: string[] = [];
    for (const step of lesson.steps) {
      const { predict: predicted, way } = ways[lesson.id][step.id];
      const mark = markNow(step, await learner.state());
      const before = await learner.state();
      expect(isDone(step, before, { mark }), `${step.id} before anything was done`).toBe(false);
      await way(learner);
      const after = await learner.state();
      if (!step.predict) expect(isDone(step, after, { mark }), `${step.id} once it was done`).toBe(true);
      else {
        const outcome = step.predict.outcome(after, mark);
        expect(outcome, `the run's answer to ${step.id}`).toBeDefined();
        said.push(outcome!.said);
        // A prediction alone, and an answer alone, do not do.
        expect(isDone(step, after, { mark, revealed: true })).toBe(false);
        expect(isDone(step, after, { mark, predicted: predicted! })).toBe(false);
        expect(isDone(step, after, { mark, predicted: predicted!, revealed: true })).toBe(true);
        const { ask } = step.predict;
        if ('answers' in ask) {
          expect(ask.answers.map(({ value }) => value)).toContain(predicted);
          expect(outcome!.value, outcome!.said).toBe(predicted);
        } else {
          expect(outcome!.value).toBeGreaterThanOrEqual(ask.number.min);
          expect(outcome!.value).toBeLessThanOrEqual(ask.number.max);
        }
      }
    }
    for (const sentence of said) expect(sentence).not.toMatch(/NaN|undefined|Infinity/);
    learner.close();
  }, 240_000);

  it('has a way for every step, and for no other', () => {
    expect(Object.keys(ways[lesson.id])).toEqual(lesson.steps.map(({ id }) => id));
  });

  it('points only at what there is', () => {
    const figures = labFigures[lesson.lab].map(({ id }) => id);
    const { model, source } = completeExperiment(presets.find(({ id }) => id === lesson.preset)!.experiment);
    const settings = [...model.settings, ...source.settings].map(({ name }) => name);
    for (const target of lesson.steps.flatMap(targetsOf)) {
      if ('panel' in target) expect(figures).toContain(target.panel);
      else if ('plot' in target) expect(figures).toContain(target.plot);
      else if ('menu' in target) expect(figures).toContain(target.menu);
      else if ('setting' in target) expect(settings).toContain(target.setting);
    }
  });

  it('is of its own lab, and each step asks to do one thing or to predict one', () => {
    const preset = presets.find(({ id }) => id === lesson.preset)!;
    expect(models.find(({ id }) => id === preset.experiment.model.id)!.lab).toBe(lesson.lab);
    for (const { done, predict } of lesson.steps) expect([done, predict].filter(Boolean)).toHaveLength(1);
    const ids = lesson.steps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the lessons', () => {
  it('are at least two for each lab, the first for anyone', () => {
    for (const lab of ['learning', 'maps', 'codes', 'memory', 'text'] as const) {
      expect(lessonsOf(lab).length).toBeGreaterThanOrEqual(2);
      expect(lessonsOf(lab)[0].audience).toMatch(/^For anyone/);
    }
    expect(new Set(lessons.map(({ id }) => id)).size).toBe(lessons.length);
    expect(lessonNamed('eligibility')?.lab).toBe('learning');
    expect(lessonNamed('nothing')).toBeUndefined();
  });

  it('write in plain sentences', () => {
    for (const step of lessons.flatMap(({ steps }) => steps)) {
      for (const words of [step.see, step.why, step.try]) {
        expect(words).toMatch(/[.?]$/);
        expect(words).not.toMatch(/!|TODO/);
      }
      if (step.predict) expect(step.predict.because).toMatch(/[.]$/);
    }
  });
});

describe('the marks of a text', () => {
  it('are terms and keys; all else stands as it is', () => {
    expect(partsOf('See the [trace](eligibility-trace), then press `Esc`.')).toEqual([
      { kind: 'text', text: 'See the ' },
      { kind: 'term', text: 'trace', term: 'eligibility-trace' },
      { kind: 'text', text: ', then press ' },
      { kind: 'key', text: 'Esc' },
      { kind: 'text', text: '.' }
    ]);
    expect(partsOf('h = (1 − a) h′')).toEqual([{ kind: 'text', text: 'h = (1 − a) h′' }]);
    // Keys that are brackets themselves.
    expect(partsOf('`[` and `]`').map(({ kind }) => kind)).toEqual(['key', 'text', 'key']);
  });
});

function targetsOf({ act, look }: Step): Target[] {
  return act ? [look, act] : [look];
}
