/** What is selected, and what stays selected when sessions come and go. */
import { type Accessor, createSignal } from 'solid-js';
import type { Picked } from '../../figures/scene';
import { tellingState } from '../../figures/maps/tellingState';
import type { OpenedSession } from '../../session/protocol';

/**
 * The unit selected before, while it still exists. At first, and when layers are there that were not: the last unit of the
 * bottom layer, whose credit comes the longest way; of a single layer it adapts where any does.
 */
export function keptUnit(
  unit: number | undefined,
  before: OpenedSession | undefined,
  session: OpenedSession
): number | undefined {
  const { layers } = session;
  if (layers.length === 0)
    return unit !== undefined && before?.layers.length === 0 && unit < session.units
      ? unit
      : 'world' in session.modelSettings
        ? tellingState(session)
        : undefined;
  if (before?.layers.length === 0) return keptUnit(unit, undefined, session);
  if (!before || (layers.length > 1 && before.layers.length === 1)) return layers[0].to - 1;
  return unit !== undefined && unit < session.units ? unit : undefined;
}

/** What is given, and nothing where nothing is. */
export function picked(unit?: number, tick?: number, synapse?: number, code?: number): Picked {
  return {
    ...(unit !== undefined && { unit }),
    ...(tick !== undefined && { tick }),
    ...(synapse !== undefined && { synapse }),
    ...(code !== undefined && { code })
  };
}

/** What is selected in every panel, and the instant they mark. */
export interface Selecting {
  readonly selection: Accessor<Picked>;
  /** Whether the instant stays when the pointer leaves. */
  readonly pinned: Accessor<boolean>;
  /** A session was opened: only its unit, where it has one, stays selected. */
  begin(unit: number | undefined): void;
  selectUnit(unit: number | undefined): void;
  selectSynapse(synapse: number | undefined): void;
  selectCode(code: number | undefined): void;
  markInstant(tick: number | undefined, pin?: boolean): void;
}

export function createSelecting(changed: () => void): Selecting {
  const [selection, setSelection] = createSignal<Picked>({});
  const [pinned, setPinned] = createSignal(false);
  const select = (next: (now: Picked) => Picked): void => {
    setSelection(next);
    changed();
  };
  return {
    selection,
    pinned,
    begin(unit) {
      setPinned(false);
      setSelection(picked(unit));
    },
    selectUnit: (unit) => select(({ tick }) => picked(unit, tick)),
    selectSynapse: (synapse) => select(({ unit, tick }) => picked(unit, tick, synapse)),
    selectCode: (code) => select(({ tick }) => picked(undefined, tick, undefined, code)),
    markInstant(tick, pin) {
      if (pin !== undefined) setPinned(pin && tick !== undefined);
      else if (pinned() && tick === undefined) return;
      select(({ unit, synapse, code }) => picked(unit, tick, synapse, code));
    }
  };
}
