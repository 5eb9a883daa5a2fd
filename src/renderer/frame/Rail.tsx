import type { JSX } from 'solid-js';
import { LearningIcon } from './icons';

/** The labs. One exists; others appear here when they work. */
export function Rail(): JSX.Element {
  return (
    <nav class="rail" aria-label="Labs">
      <a href="#learning" class="rail-lab" aria-current="page" onClick={(event) => event.preventDefault()}>
        <LearningIcon />
        <span>Learning</span>
      </a>
    </nav>
  );
}
