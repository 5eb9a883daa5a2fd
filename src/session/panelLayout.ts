/**
 * Which panels of a lab are there, in which order and how large. Part of an experiment, so that a file and a link carry it; it never
 * enters the run.
 */
import * as v from 'valibot';
import { versionedForm } from './versionedForm';

export interface PanelPlace {
  /** Of the figure. One that this version does not know keeps its place and shows nothing. */
  id: string;
  /** How much of the grid it takes; never more columns than there are. */
  columns: number;
  rows: number;
}

export interface PanelLayout {
  /** Of this form. */
  version: 1;
  /** In order. A figure that is not named has its usual place. */
  panels: readonly PanelPlace[];
  /** Ids of those that are put away. */
  hidden: readonly string[];
}

/** The form that is written, and the newest that is understood. */
const current = 1;

/** Panels are from one column and two rows to these. */
export const mostColumns = 6;
export const [leastRows, mostRows] = [2, 16] as const;

const count = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));
const ownForm = v.looseObject({
  version: v.literal(current),
  panels: v.optional(
    v.array(
      v.looseObject({
        id: v.string(),
        columns: v.optional(count(1, mostColumns), 1),
        rows: count(leastRows, mostRows)
      })
    ),
    []
  ),
  hidden: v.optional(v.array(v.string()), [])
});
const layouts = versionedForm(ownForm, current);

/** Of the field `layout` of an experiment. */
export const layoutForm = layouts.form;

/** How the experiment wants its panels; undefined where it says nothing that this version understands. */
export function layoutOf(experiment: { layout?: { version: number } }): PanelLayout | undefined {
  return layouts.understood<PanelLayout>(experiment.layout);
}

/** A layout that was kept as JSON; undefined where it does not read as one of this form. */
export function readLayout(json: unknown): PanelLayout | undefined {
  const result = v.safeParse(ownForm, json);
  return result.success ? result.output : undefined;
}
