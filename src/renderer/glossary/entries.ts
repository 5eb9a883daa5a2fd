/** Everything the glossary knows on this page. */
import type { Figure } from '../../figures/figure';
import { labFigures } from '../../figures/labFigures';
import { models } from '../../models/registry';
import type { Entry } from '../../presets/glossary/entry';
import { panelEntry, probeEntry, settingEntry, termEntries } from '../../presets/glossary/glossary';
import type { OpenedSession } from '../../session/protocol';
import { sources } from '../../session/sources/registry';
import { labs } from '../lab/labs';

export function figureEntry({ help, id, symbol, title }: Figure): Entry {
  const lab = labs.find(({ figures }) => figures.some((figure) => figure.id === id));
  return panelEntry({ name: id, label: title, symbol, help }, lab ? `${lab.word} lab` : '');
}

/** Terms first, then panels, what the open session records, and settings: those of the open experiment before all others. */
export function allEntries(session: OpenedSession | undefined): readonly Entry[] {
  const owners = [...models, ...sources];
  const open = owners.filter(
    ({ id }) => id === session?.experiment.model.id || id === session?.experiment.source.id
  );
  const others = owners.filter((owner) => !open.includes(owner));
  return [
    ...termEntries,
    ...Object.values(labFigures).flatMap((figures) => figures.map(figureEntry)),
    ...(session?.probes ?? []).map(probeEntry),
    ...[...open, ...others].flatMap((owner) => owner.settings.map((setting) => settingEntry(owner, setting)))
  ];
}
