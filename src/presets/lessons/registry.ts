/** Every lesson there is, in the order in which a lab offers them: the first of each needs no knowledge. */
import type { Lab } from '../../models/model';
import { anotherQuestion } from './anotherQuestion';
import { depth } from './depth';
import { eligibility } from './eligibility';
import type { Lesson } from './lesson';
import { longStream } from './longStream';
import { nearCopiesFound } from './nearCopies';
import { oneRandomWalk } from './oneRandomWalk';
import { secondFact } from './secondFact';
import { staleMaps } from './staleMaps';
import { whatFollowed } from './whatFollowed';
import { worthPerceiving } from './worthPerceiving';

export const lessons: readonly Lesson[] = [
  eligibility,
  depth,
  oneRandomWalk,
  staleMaps,
  worthPerceiving,
  anotherQuestion,
  longStream,
  whatFollowed,
  secondFact,
  nearCopiesFound
];

export function lessonNamed(id: string | undefined): Lesson | undefined {
  return lessons.find((lesson) => lesson.id === id);
}

export function lessonsOf(lab: Lab): readonly Lesson[] {
  return lessons.filter((lesson) => lesson.lab === lab);
}
