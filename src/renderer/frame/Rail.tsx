import type { JSX } from 'solid-js';
import { LearningIcon } from './icons';

/** The labs. One exists; others appear here when they work. */
export function Rail(): JSX.Element {
  return (
    <nav class="rail" aria-label="Labs">
      <button type="button" class="rail-lab" aria-current="page">
        <LearningIcon />
        <span>Learning</span>
      </button>
    </nav>
  );
}
