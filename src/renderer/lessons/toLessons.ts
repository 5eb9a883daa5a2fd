/** Into the lessons by their key, and from there out again. */
import type { Lessons } from './lessons';

/** Closes them; the focus goes where they are opened. */
export function leaveLessons(lessons: Lessons): void {
  lessons.setOpen(false);
  document.querySelector<HTMLElement>('.rail [data-command="lessons"]')?.focus();
}

export function toLessons(lessons: Lessons): void {
  const pane = (): HTMLElement | null => document.querySelector<HTMLElement>('.lessons');
  if (lessons.open() && pane()?.contains(document.activeElement)) {
    leaveLessons(lessons);
    return;
  }
  lessons.setOpen(true);
  // Once it is there.
  queueMicrotask(() => pane()?.querySelector<HTMLElement>('[data-lesson-head]')?.focus());
}
