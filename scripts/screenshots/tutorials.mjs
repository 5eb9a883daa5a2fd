// What docs/tutorials/ tell their reader to do, done step by step, with the pictures they show.
import { followCodes } from './tutorials/codes.mjs';
import { followLearning } from './tutorials/learning.mjs';
import { followMaps } from './tutorials/maps.mjs';
import { followMemory } from './tutorials/memory.mjs';
import { followText } from './tutorials/text.mjs';

/**
 * @typedef {(name: string, what?: import('playwright-core').Locator) => Promise<void>} Shoot takes a picture of the page, or of a part
 * @typedef {(page: import('playwright-core').Page, shoot: Shoot) => Promise<void>} Follow
 * @type {Readonly<Record<string, Follow>>}
 */
export const tutorials = {
  learning: followLearning,
  maps: followMaps,
  codes: followCodes,
  memory: followMemory,
  text: followText
};
