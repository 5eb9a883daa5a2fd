/**
 * A made-up language: words of syllables, by Zipf's law, each with a few words it likes to be followed by, so that a model has something
 * to learn that more text teaches better. Bad text has words of letters at random in no order.
 */
import { exp, log } from '../../../compute/transcendentals';
import type { Random } from '../../random';

const onsets = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z', 'br', 'st', 'tr', 'sh'];
const nuclei = ['a', 'e', 'i', 'o', 'u', 'ai', 'ou'];
const codas = ['', '', '', 'n', 'r', 's', 'l'];
const letters = 'abcdefghijklmnopqrstuvwxyz';
/** Words each word likes to be followed by. */
const fellows = 24;
/** How often it is. */
const liking = 0.7;

export class Language {
  readonly words: readonly string[];
  /** [words, fellows]. */
  private readonly next: Uint16Array;

  constructor(random: Random, size = 2000) {
    const own = random.fork('words');
    const found = new Set<string>();
    while (found.size < size) {
      let word = '';
      const syllables = 1 + own.below(3);
      for (let s = 0; s < syllables; s++)
        word +=
          onsets[own.below(onsets.length)] +
          nuclei[own.below(nuclei.length)] +
          codas[own.below(codas.length)];
      if (word.length >= 2) found.add(word);
    }
    this.words = [...found];
    this.next = Uint16Array.from({ length: size * fellows }, () => zipf(own, size));
  }

  /** As the pieces that a text is joined of: words with what closes a sentence. `quality`: share of sentences that are good. */
  text(random: Random, words: number, quality: number): string[] {
    const pieces: string[] = [];
    let word = this.common(random);
    while (pieces.length < words) {
      const sentence = Math.min(words - pieces.length, 6 + random.below(13));
      const good = random.uniform() < quality;
      for (let w = 0; w < sentence; w++) {
        let piece: string;
        if (good) {
          word =
            random.uniform() < liking
              ? this.next[word * fellows + zipf(random, fellows)]
              : this.common(random);
          piece = this.words[word];
        } else piece = letterSalad(random);
        if (w === 0) piece = piece[0].toUpperCase() + piece.slice(1);
        pieces.push(w === sentence - 1 ? `${piece}.` : piece);
      }
    }
    return pieces;
  }

  private common(random: Random): number {
    return zipf(random, this.words.length);
  }
}

/** 0 .. n - 1 with chances about 1 / (rank + 1): n^u is so distributed. */
function zipf(random: Random, n: number): number {
  return Math.min(n - 1, Math.floor(exp(random.uniform() * log(n + 1))) - 1);
}

function letterSalad(random: Random): string {
  let word = '';
  const length = 2 + random.below(9);
  for (let i = 0; i < length; i++) word += letters[random.below(letters.length)];
  return word;
}
