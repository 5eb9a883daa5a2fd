/**
 * Text drawn from a small grammar, so that there is something to read without any file. A story introduces who has what, of which
 * colour and where; its later sentences name them again, so that a memory of the story foretells what the grammar alone cannot.
 */
import type { Random } from '../../../models/random';

const names = [
  'Ada',
  'Bruno',
  'Clara',
  'David',
  'Elif',
  'Farid',
  'Greta',
  'Hiro',
  'Ines',
  'Jonas',
  'Kira',
  'Luis'
];
const things = ['kite', 'boat', 'lamp', 'drum', 'coat', 'book', 'bell', 'cart'];
const colours = ['red', 'green', 'blue', 'yellow', 'white', 'black', 'brown', 'grey'];
const places = ['river', 'market', 'forest', 'harbour', 'meadow', 'bridge', 'tower', 'garden'];
const moods = ['happy', 'tired', 'proud', 'quiet', 'curious'];
const times = ['In the morning', 'At noon', 'After the rain', 'In the evening', 'The next day'];

/** Sentences of a story in which what was introduced is named again. */
const later: readonly ((story: Story, random: Random) => string)[] = [
  ({ colour, name, thing }, random) => `${pick(random, times)} ${name} took the ${colour} ${thing}.`,
  ({ name, place }, random) => `${pick(random, times)} ${name} walked back to the ${place}.`,
  ({ friend, name, thing }) => `"Whose ${thing} is this?" asked ${friend}. "Mine," said ${name}.`,
  ({ friend, place }, random) => `${friend} waited near the ${place} and was ${pick(random, moods)}.`,
  ({ colour, friend, thing }) => `${friend} liked the ${colour} ${thing} very much.`,
  ({ friend, name }, random) => `Then ${name} and ${friend} were ${pick(random, moods)}.`
];

interface Story {
  name: string;
  friend: string;
  thing: string;
  colour: string;
  place: string;
}

/** At least `characters` characters of stories, all of them ASCII; a function of its arguments. */
export function grammarText(random: Random, characters: number): string {
  const stories: string[] = [];
  let length = 0;
  while (length < characters) {
    const story = tell(random);
    stories.push(story);
    length += story.length;
  }
  return stories.join('');
}

function tell(random: Random): string {
  const [first, second] = random.permutation(names.length);
  const story: Story = {
    name: names[first],
    friend: names[second],
    thing: pick(random, things),
    colour: pick(random, colours),
    place: pick(random, places)
  };
  const sentences = [
    `${story.name} had a ${story.colour} ${story.thing} and lived by the ${story.place}.`,
    `${story.name} had a friend, ${story.friend}.`
  ];
  const count = 3 + random.below(4);
  for (let i = 0; i < count; i++) sentences.push(pick(random, later)(story, random));
  return `${sentences.join(' ')}\n`;
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)];
}
