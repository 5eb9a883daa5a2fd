/**
 * Facts of bAbI's kind (Weston et al. 2015; in noise: Kuratov et al. 2024, "BABILong"): people move, take things and leave them, told in
 * order among sentences that say nothing. Where a person is takes one fact, the last; where a thing is takes two, who took it and where
 * that person went. The order of facts is part of what they say.
 */
import { fillerSentence, scattered } from './letters';
import type { RetrievalTask } from './task';

interface FactNumbers extends Readonly<Record<string, number>> {
  passages: number;
  /** Facts told in all. */
  facts: number;
  /** Facts an answer takes: 1 or 2. */
  supporting: number;
}

const people = ['Mary', 'John', 'Sandra', 'Daniel', 'Julie', 'Bill', 'Fred', 'Jeff'];
const places = ['kitchen', 'bathroom', 'bedroom', 'hallway', 'garden', 'office', 'cellar', 'attic'];
const objects = ['apple', 'football', 'milk', 'suitcase', 'lantern', 'pillow'];

const moved = /^(\w+) (?:went|moved|travelled|journeyed) to the (\w+)\.$/;
const took = /^(\w+) (?:picked up|grabbed|took) the (\w+)\.$/;
const left = /^(\w+) (?:dropped|left|discarded) the (\w+)\.$/;

/** What is known after some facts, and which of them it rests on. */
interface Known {
  /** Place and fact of each person. */
  where: Map<string, { place: string; fact: number }>;
  /** Who holds a thing, or where it lies; and the facts. */
  holder: Map<string, { person: string; fact: number }>;
  lies: Map<string, { place: string; facts: number[] }>;
}

function follow(facts: readonly string[]): Known {
  const known: Known = { where: new Map(), holder: new Map(), lies: new Map() };
  facts.forEach((text, fact) => {
    const [, mover, place] = moved.exec(text) ?? [];
    if (mover !== undefined) known.where.set(mover, { place, fact });
    const [, taker, thing] = took.exec(text) ?? [];
    if (taker !== undefined) {
      known.holder.set(thing, { person: taker, fact });
      known.lies.delete(thing);
    }
    const [, leaver, dropped] = left.exec(text) ?? [];
    if (leaver === undefined) return;
    const at = known.where.get(leaver);
    known.holder.delete(dropped);
    if (at) known.lies.set(dropped, { place: at.place, facts: [fact, at.fact] });
  });
  return known;
}

/** Where somebody or something is, and the facts that say so. */
function placeOf(known: Known, what: string): { place: string; facts: number[] } | undefined {
  const person = known.where.get(what);
  if (person) return { place: person.place, facts: [person.fact] };
  const holder = known.holder.get(what);
  if (!holder) return known.lies.get(what);
  const at = known.where.get(holder.person);
  return at && { place: at.place, facts: [holder.fact, at.fact] };
}

export const factChains: RetrievalTask<FactNumbers> = {
  id: 'factChains',
  passages: ({ passages }) => passages,
  draw(random, { facts: count, passages: length, supporting }) {
    const one = <Kind>(from: readonly Kind[]): Kind => from[random.below(from.length)];
    for (;;) {
      const facts: string[] = [];
      const held = new Map<string, string>();
      for (let k = 0; k < count; k++) {
        const person = one(people);
        const kind = random.below(4);
        const thing = one(objects);
        if (kind === 0 && !held.has(thing)) {
          held.set(thing, person);
          facts.push(`${person} ${one(['picked up', 'grabbed', 'took'])} the ${thing}.`);
        } else if (kind === 1 && held.get(thing) === person) {
          held.delete(thing);
          facts.push(`${person} ${one(['dropped', 'left', 'discarded'])} the ${thing}.`);
        } else
          facts.push(`${person} ${one(['went', 'moved', 'travelled', 'journeyed'])} to the ${one(places)}.`);
      }
      const known = follow(facts);
      const candidates = (supporting === 1 ? people : objects).filter(
        (what) => placeOf(known, what)?.facts.length === supporting
      );
      if (candidates.length === 0) continue;
      const what = one(candidates);
      const found = placeOf(known, what);
      if (!found) continue;
      const { passages, places: at } = scattered(random, length, facts, () => fillerSentence(random), true);
      return {
        passages,
        question: {
          text: supporting === 1 ? `Where is ${what}?` : `Where is the ${what}?`,
          gold: found.facts.map((fact) => at[fact]),
          answers: [found.place]
        }
      };
    }
  },
  read(question, passages) {
    const [, what = ''] = /Where is (?:the )?(\w+)\?/.exec(question) ?? [];
    const found = placeOf(follow(passages), what);
    return found ? [found.place] : [];
  }
};
