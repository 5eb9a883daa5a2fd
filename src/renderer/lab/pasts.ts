/**
 * Images of the past: while the slider stands there, the session is asked for the nearest moment that is there at once and then for
 * the exact one. Every move of the slider overtakes what was asked before.
 */
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js';
import type { Recipe } from '../../session/recipe';
import type { Lab } from './lab';

export interface Pasts {
  /** What maps and images show: the present, a moment near the slider, the exact one, or the present for want of another. */
  state: Accessor<'now' | 'near' | 'exact' | 'missing'>;
  /** Why the past is missing. */
  reason: Accessor<string | undefined>;
  /** Resolves once nothing is on its way: the moment shown is exact, or missing. */
  settled(): Promise<void>;
  /** Of the moment shown: in the past, how the run stood then. */
  recipe(): Promise<Recipe>;
}

export function createPasts(lab: Lab, changed: () => void): Pasts {
  const [state, setState] = createSignal<'now' | 'near' | 'exact' | 'missing'>('now');
  const [reason, setReason] = createSignal<string>();
  let asked = 0;
  let underWay: Promise<void> = Promise.resolve();

  async function find(tick: number, own: number): Promise<void> {
    const images = lab
      .recording()
      .described.filter(({ kind }) => kind === 'image')
      .map(({ name }) => name);
    // A lab whose panels are all of time is shown in full by what was recorded.
    if (images.length === 0) {
      setState('exact');
      return;
    }
    try {
      for (const near of [true, false]) {
        const { unit } = lab.selection();
        const moment = await lab.client.ask('past', { tick, images, unit, near });
        if (own !== asked || moment.overtaken) return;
        lab.seen.showImages(moment.images);
        setState(moment.exact ? 'exact' : 'near');
        changed();
        if (moment.exact) return;
      }
    } catch (error) {
      if (own !== asked) return;
      lab.seen.showImages(undefined);
      setReason(error instanceof Error ? error.message : String(error));
      setState('missing');
      changed();
    }
  }

  // The status comes with every frame of a run that goes on, and must not overtake what is on its way.
  const unit = createMemo(() => lab.selection().unit);
  const edits = createMemo(() => lab.status()?.edits.length);
  createEffect(
    on([lab.scrubbed, lab.opened, unit, edits], ([tick]) => {
      const own = ++asked;
      setReason(undefined);
      if (tick === undefined) {
        lab.seen.showImages(undefined);
        setState('now');
        return;
      }
      setState('near');
      underWay = find(tick, own);
    })
  );

  return {
    state,
    reason,
    async settled() {
      for (let awaited: unknown; awaited !== underWay; ) {
        awaited = underWay;
        await underWay;
      }
    },
    recipe() {
      const tick = lab.scrubbed();
      // What cannot be made again is shown as it is now.
      const isNow = tick === undefined || state() === 'missing' || lab.status()?.live !== undefined;
      return lab.client.ask('recipe', isNow ? {} : { tick });
    }
  };
}
