/** Experiments as files of their own: what is saved, under which name, and what is one. */
import { type Experiment, ExperimentError, parseExperiment } from '../../session/experiment';
import { layoutOf, type PanelLayout } from '../../session/panelLayout';
import type { OpenedSession, SessionStatus } from '../../session/protocol';

export const experimentExtensions = ['engram', 'json'];

/**
 * The open experiment from its first tick, with every edit made or planned: run for as long, it comes to the same state. With the
 * layout of its panels, where it is not the usual one.
 */
export function experimentBytes(
  { experiment }: Pick<OpenedSession, 'experiment'>,
  { edits }: Pick<SessionStatus, 'edits'>,
  layout?: PanelLayout
): Uint8Array<ArrayBuffer> {
  const whole = withLayout({ ...experiment, edits }, layout);
  return new TextEncoder().encode(`${JSON.stringify(whole, null, 2)}\n`);
}

/** What the experiment says of a form that this version does not know stays as it is until the user lays out panels anew. */
export function withLayout(experiment: Experiment, layout: PanelLayout | undefined): Experiment {
  if (layout) return { ...experiment, layout };
  if (!layoutOf(experiment)) return experiment;
  const { layout: _, ...usual } = experiment;
  return usual;
}

/** "evidence.engram": by the preset it came from, else by its title, in letters that every system takes. */
export function experimentName(title: string, preset?: string): string {
  const plain = (preset ?? title)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+/, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return `${plain || 'experiment'}.engram`;
}

/** By its ending, or as JSON that has what an experiment has; a graph may be JSON too. */
export function isExperimentFile(name: string, bytes: Uint8Array): boolean {
  if (/\.engram$/i.test(name)) return true;
  if (!/\.json$/i.test(name)) return false;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return (
      typeof json === 'object' && json !== null && 'format' in json && 'model' in json && 'source' in json
    );
  } catch {
    return false;
  }
}

/** Throws ExperimentError, whose message names the file. */
export function readExperimentFile(name: string, bytes: Uint8Array): Experiment {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ExperimentError(
      `${name} is not a whole experiment: its text is not JSON. Open a file that Engram saved; one that was cut short must be copied again.`
    );
  }
  try {
    return parseExperiment(json);
  } catch (error) {
    throw error instanceof ExperimentError ? new ExperimentError(`${name}: ${error.message}`) : error;
  }
}
