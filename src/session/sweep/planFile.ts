/** Plans and outcomes as JSON from a file: checked before anything is believed. */
import * as v from 'valibot';
import { ExperimentError, parseExperiment } from '../experiment';
import type { PointOutcome, SweepPlan } from './plan';

const settingValue = v.union([v.number(), v.string(), v.boolean()]);
const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const settings = v.record(v.string(), settingValue);

const planForm = v.looseObject({
  sweep: v.literal(1),
  version: v.string(),
  preset: v.optional(v.string()),
  axes: v.array(v.object({ setting: v.string(), values: v.pipe(v.array(settingValue), v.minLength(1)) })),
  draws: v.optional(v.object({ count: wholeNumber, seed: v.number() })),
  seeds: v.pipe(v.array(v.pipe(v.number(), v.safeInteger())), v.minLength(1)),
  trials: v.pipe(wholeNumber, v.minValue(1)),
  backend: v.picklist(['auto', 'wasm', 'gpu', 'reference'])
});

const point = { index: wholeNumber, settings, seed: v.pipe(v.number(), v.safeInteger()) };
const outcomeForm = v.union([
  v.object({ ...point, failed: v.string() }),
  v.object({
    ...point,
    metrics: v.record(v.string(), v.number()),
    goals: v.optional(v.array(v.object({ told: v.nullable(v.number()), holds: v.boolean() }))),
    curves: v.array(
      v.object({ series: v.string(), trials: v.array(v.number()), values: v.array(v.number()) })
    ),
    trials: wholeNumber,
    stateHash: v.string(),
    backend: v.string()
  })
]);

/** Throws ExperimentError naming the field at fault. */
export function parsePlan(json: unknown): SweepPlan {
  const { experiment, ...rest } = checked(planForm, json, 'the plan of a sweep');
  return { ...rest, experiment: parseExperiment(experiment) } as SweepPlan;
}

/** Throws ExperimentError naming the field at fault. */
export function parseOutcome(json: unknown): PointOutcome {
  return checked(outcomeForm, json, 'the result of a point') as PointOutcome;
}

function checked<Form extends v.GenericSchema>(form: Form, json: unknown, what: string): v.InferOutput<Form> {
  const result = v.safeParse(form, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = v.getDotPath(issue) ?? what;
  throw new ExperimentError(
    `${place}: expected ${issue.expected ?? 'another value'}; found ${issue.received}.`
  );
}
