/** What a model of text has to say of single passages, in words: read by inspectors, never part of a run. */

export interface Passage {
  /** What its reader knows it by: the document's name, and where in it. */
  title: string;
  text: string;
  /** What was decided, in a word or two: "Kept", "Too short", "1st". */
  verdict: string;
  /** What is good news is marked as such. */
  good: boolean;
  /** Why, as a sentence with its numbers. */
  reason: string;
  /** In [0, 1], of the largest in its group, where passages are weighed. */
  weight?: number;
}

/** Passages that belong together: what one filter removed, what one method found. */
export interface PassageGroup {
  title: string;
  /** One sentence on what they are. */
  note: string;
  passages: readonly Passage[];
}
