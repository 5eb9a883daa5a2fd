/** An experiment that was prepared for a class opens with its lesson, or its question, beside it. */
import { createEffect, on } from 'solid-js';
import { lessonNamed } from '../../presets/lessons/registry';
import { classOf } from '../../session/classroom';
import type { Lab } from '../lab/lab';
import type { Lessons } from './lessons';

export function beginWithClass(lab: Lab, lessons: Lessons): void {
  createEffect(
    on(lab.base, (experiment) => {
      const prepared = experiment && classOf(experiment);
      if (!prepared) return;
      const lesson = lessonNamed(prepared.lesson);
      if (lesson) lessons.beginHere(lesson);
      else if (prepared.prompt) {
        lessons.leave();
        lessons.setOpen(true);
      }
    })
  );
}
