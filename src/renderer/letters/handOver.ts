/** From the Text lab to the Memory lab: an experiment that learns the letters of what a run has kept so far, or of all that came to it. */
import type { Take } from '../../models/corpus/model/taking';
import type { Experiment } from '../../session/experiment';
import { cleaningOf } from '../../session/sources/documents/cleaning';
import type { Bench } from '../lab/bench';
import { lettersExperiment } from './lettersExperiment';

const titles: Readonly<Record<Take, string>> = { kept: 'Kept text of', raw: 'Raw text of' };

/**
 * The experiment for a run of the Text lab after `ticks` ticks. It holds how the text is cleaned and not the text, so that it is as small, and as
 * reproducible, as that run. Throws SettingError for a run that keeps no documents.
 */
export function handedOver(run: Experiment, ticks: number, take: Take): Experiment {
  return lettersExperiment(`${titles[take]} ${run.title}`, {
    ...cleaningOf(run, ticks),
    handedOver: take,
    // So that two runs, on what was kept and on all that came, are compared on the same text.
    heldOutFrom: 'documents'
  });
}

/** Opens it and says what went over; where nothing was kept it says so, and the run goes on. */
export async function handOver(take: Take, { atRest, lab }: Pick<Bench, 'atRest' | 'lab'>): Promise<void> {
  const { experiment, ticks } = await atRest(() => lab.client.ask('recipe', {}));
  if (await lab.openExperiment(handedOver(experiment, ticks, take)))
    lab.alerts.notice(`Handed over to the Memory lab. ${lab.opened()!.sourceNote}.`);
}
