/** What comes out of a file of documents. */

export interface RawDocument {
  kind: 'document';
  text: string;
  /** Everything else its record holds: plain data that can be written as JSON. */
  fields: Readonly<Record<string, unknown>>;
  /** From 1: its line (the first of several), or its row. Within the stretch that was read. */
  line: number;
}

/** Something that should have been a document. */
export interface BadDocument {
  kind: 'bad';
  line: number;
  /** What was found, and what was expected: half a sentence. */
  why: string;
}

export type ReadItem = RawDocument | BadDocument;

export interface ReadOptions {
  /** The field that holds the text. */
  textField: string;
  /** Whether a plain text is one document, or one for each stretch between blank lines. */
  split: 'file' | 'blank';
  /** Bytes a document may have; a longer one is not held. */
  longest: number;
  /** Of a packed file that is damaged: end with an error, or take the documents that come before the damage and tell of it as of a bad document. */
  damaged: 'stop' | 'keep';
}

export const usualReading: ReadOptions = {
  textField: 'text',
  split: 'file',
  longest: 2 ** 26,
  damaged: 'stop'
};
