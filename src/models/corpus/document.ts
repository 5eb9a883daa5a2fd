/** A document of a corpus, and the one kind of error this folder raises for what it is given. */

/** Raised for settings of a pipeline that make no sense; the message is one line. */
export class CorpusError extends Error {
  override readonly name = 'CorpusError';
}
