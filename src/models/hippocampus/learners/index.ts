/** Every learner there is, by name. */
import type { Random } from '../../random';
import type { LearnerName } from '../probes';
import type { Experience } from './experience';
import { Hybrid } from './hybrid';
import type { Learner } from './learner';
import { ModelFree } from './modelFree';
import { Planner } from './planner';
import { SuccessorDyna } from './successorDyna';
import { SuccessorModel } from './successorModel';
import { type InitialMap, SuccessorTd } from './successorTd';

/** A fresh learner on `experience`; `random` is for replay. */
export function createLearner(
  name: LearnerName,
  experience: Experience,
  start: InitialMap,
  random: Random
): Learner {
  switch (name) {
    case 'sr':
      return new SuccessorTd(experience, start);
    case 'srDyna':
      return new SuccessorDyna(experience, start, random);
    case 'srMb':
      return new SuccessorModel(experience);
    case 'hybrid':
      return new Hybrid(experience, start);
    case 'mb':
      return new Planner(experience);
    case 'mf':
      return new ModelFree(experience);
  }
}
