/** Words that mean nothing, and sentences that say nothing, drawn. */
import type { Random } from '../../random';

const small = 'abcdefghijklmnopqrstuvwxyz';
export const lettersOfEitherCase = small + small.toUpperCase();
const consonants = 'bdfgklmnprstvz';
const vowels = 'aeiou';

export function randomLetters(random: Random, letters: string, length: number): string {
  let word = '';
  for (let k = 0; k < length; k++) word += letters[random.below(letters.length)];
  return word;
}

/** `count` different words made by `draw`. */
export function distinctWords(count: number, draw: () => string): string[] {
  const words = new Set<string>();
  while (words.size < count) words.add(draw());
  return [...words];
}

/** A word that can be spoken, of so many syllables, beginning with a capital letter: a name. */
export function name(random: Random, syllables: number): string {
  let word = '';
  for (let k = 0; k < syllables; k++)
    word += consonants[random.below(consonants.length)] + vowels[random.below(vowels.length)];
  return word[0].toUpperCase() + word.slice(1);
}

/** The five sentences that RULER fills a text with, in this order, again and again. */
export const rulerNoise: readonly string[] = [
  'The grass is green.',
  'The sky is blue.',
  'The sun is yellow.',
  'Here we go.',
  'There and back again.'
];

const subjects =
  'The gardener,A young sailor,The old clerk,Our neighbour,The painter,Every traveller,The miller,A tired teacher'.split(
    ','
  );
const deeds = 'looked at,walked past,spoke about,forgot,remembered,painted,cleaned,sold,mended,watched'.split(
  ','
);
const things =
  'the narrow bridge,a broken clock,the harbour,an empty house,the apple trees,a wooden chair,the winter market,the lighthouse,two white horses,a long letter,the river bank,the village church'.split(
    ','
  );
const times =
  'in the morning,before noon,after the rain,at night,during the war,last summer,on Sunday,without a word'.split(
    ','
  );

/** A sentence of an essay about nothing, from words of which it has many. */
export function fillerSentence(random: Random): string {
  const one = (from: readonly string[]): string => from[random.below(from.length)];
  return `${one(subjects)} ${one(deeds)} ${one(things)} and ${one(deeds)} ${one(things)} ${one(times)}.`;
}

/** Puts `lines` at random places among so many passages, the others made by `fill`; returns where they lie. */
export function scattered(
  random: Random,
  count: number,
  lines: readonly string[],
  fill: (place: number) => string,
  inOrder: boolean
): { passages: string[]; places: number[] } {
  const drawn = Array.from(random.permutation(count).subarray(0, lines.length));
  const places = inOrder ? drawn.sort((a, b) => a - b) : drawn;
  const passages: string[] = new Array<string>(count).fill('');
  lines.forEach((line, i) => {
    passages[places[i]] = line;
  });
  let filled = 0;
  for (let place = 0; place < count; place++) if (passages[place] === '') passages[place] = fill(filled++);
  return { passages, places };
}
