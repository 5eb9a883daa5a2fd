/** What it takes to put another world in place of the one that is open. */
import { worldOfText } from '../../figures/maps/mapsContext';
import { cuesOf } from '../../models/hippocampus/cues';
import type { Settings } from '../../models/settings';

export interface WorldChange {
  /** As an edit of the running session: the states stay the same in number. */
  live: boolean;
  settings: Settings;
  notice: string;
}

/** Undefined, after `failed` heard why, for a text that is no world. */
export function worldChange(
  settings: Settings,
  text: string,
  failed: (problem: unknown) => void
): WorldChange | undefined {
  try {
    const next = worldOfText(text);
    const now = worldOfText(String(settings.world));
    const cues = String(settings.recallCues ?? '');
    const kept = holdsCues(text, cues);
    return {
      live: kept && next.graph.nodes === now.graph.nodes,
      settings: { world: text, ...(!kept && { recallCues: '' }) },
      notice: kept
        ? 'The run started anew in the new world.'
        : 'The run started anew; the cues are not in the new world.'
    };
  } catch (problem) {
    failed(problem);
    return undefined;
  }
}

function holdsCues(text: string, cues: string): boolean {
  try {
    cuesOf(worldOfText(text), cues);
    return true;
  } catch {
    return false;
  }
}
