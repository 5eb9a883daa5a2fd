import * as v from 'valibot';
import type { Medium } from '../preload/contract';
import { check, type Handlers } from './handlers';
import type { MediaWishes } from './security';

/** ms after which a wish that led to no request is forgotten. */
export const wishLasts = 10_000;

const request = v.strictObject({ medium: v.picklist(['audio', 'video']) });

/**
 * The camera and the microphone are opened only after the page said, for each opening anew, that its user asks for it: `allowMedia`
 * makes good the next request and no other.
 */
export interface MediaAccess extends MediaWishes {
  readonly handlers: Pick<Handlers, 'allowMedia'>;
  /** Another page begins. */
  forget(): void;
}

/** `now`: ms. */
export function mediaAccess(now: () => number = () => performance.now()): MediaAccess {
  /** When each was wished for. */
  const wishes = new Map<string, number>();
  const opened = new Set<string>();
  const wished = (medium: string): boolean =>
    now() - (wishes.get(medium) ?? Number.NEGATIVE_INFINITY) < wishLasts;
  return {
    handlers: {
      async allowMedia(given) {
        const { medium } = check(request, given, 'allowMedia');
        wishes.set(medium satisfies Medium, now());
      }
    },
    take(media) {
      if (media.length === 0 || !media.every(wished)) return false;
      for (const medium of media) {
        wishes.delete(medium);
        opened.add(medium);
      }
      return true;
    },
    knows: (medium) => wished(medium) || opened.has(medium),
    forget() {
      wishes.clear();
      opened.clear();
    }
  };
}
