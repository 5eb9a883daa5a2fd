/** What flows from a source into a model: trials of a declared shape. */

/** A named stretch of rows or ticks, `from` included, `to` excluded. */
export interface Span {
  label: string;
  from: number;
  to: number;
}

export type InputKind = 'spikes' | 'analogue' | 'draws' | 'positions' | 'images' | 'tokens' | 'documents';

/** The tokens of a stream: numbers 0 to `vocabulary` - 1. */
export interface TokenShape {
  vocabulary: number;
  /** One name per token. */
  labels: readonly string[];
  /** Of text: each token as it stands in a running line. */
  written?: readonly string[];
}

/** The documents of a stream: where they come from. */
export interface DocumentShape {
  /** Names of the sources; a document knows its own by number. */
  sources: readonly string[];
}

/** A piece of text that flows in as one. */
export interface TextDocument {
  /** Unique in its stream: what its reader knows it by. */
  id: string;
  /** Number of its source in `DocumentShape.sources`. */
  source: number;
  text: string;
  /** Of a made document: the quality it was made with, in [0, 1], and the family of near copies it belongs to. */
  quality?: number;
  family?: number;
}

/** What is asked of the documents of a trial, and what its maker knows to be right. */
export interface Question {
  text: string;
  /** Ticks of the documents that an answer needs. */
  gold: readonly number[];
  /** Each must be in the answer. */
  answers: readonly string[];
}

/** Sizes of the images of a stream; pixels lie in the order [channels, rows, columns], in [0, 1]. */
export interface ImageShape {
  channels: number;
  rows: number;
  columns: number;
}

/** Something that is known of every image of a stream: a class that a query may ask for, or a number. */
export interface Factor {
  /** Identifier, as settings name it: "shape". */
  name: string;
  /** Words for axes and lists: "Shape". */
  label: string;
  /** Its classes in words; absent for a number. */
  classes?: readonly string[];
  unit?: string;
}

export interface StreamShape {
  inputs: number;
  outputs: number;
  /** Ticks in a trial. */
  steps: number;
  /** Duration of a tick in ms; times in settings are ms and divided by it. */
  dtMs: number;
  /** How the target is meant: values to follow, or one-hot classes. */
  loss: 'regression' | 'classification';
  /**
   * What a row of inputs is: spikes or values for a network; for an animal, uniform `draws` in [0, 1) that decide its moves, or
   * `positions` it was seen at, x and y as shares [0, 1] of the box; `images` for a code; `tokens` for a memory: one a tick, as
   * its number, and the target is the number of the token asked for, where the mask is 1; `documents` for what reads text: one a
   * tick, in `Trial.documents`, for ticks that have one, and the inputs are nothing.
   */
  inputKind: InputKind;
  /** Of streams of images: one a tick. */
  images?: ImageShape;
  /** Of streams of images: what is known of each; the target holds a number for every factor, the index of the class where it has some. */
  factors?: readonly Factor[];
  /** Of streams of tokens; `inputs` and `outputs` are then 1 and `loss` is 'classification' among the vocabulary. */
  tokens?: TokenShape;
  /** Of streams of documents; `inputs` and `outputs` are then 1 and of no account. */
  documents?: DocumentShape;
  /** Groups of input channels, for axis labels. */
  inputGroups: readonly Span[];
  /** Phases of a trial (cues, delay, recall), for shading. */
  phases: readonly Span[];
  /** One name per output. */
  outputLabels: readonly string[];
}

export interface Trial {
  /** Position in the stream, from 0. A source gives the same trial for the same seed and index. */
  index: number;
  /** [steps, inputs]. */
  x: Float64Array;
  /** [steps, outputs]. */
  target: Float64Array;
  /** [steps]: 1 where the loss counts, else 0. */
  mask: Float64Array;
  /**
   * Of streams that ask for what stood in them before, [steps]: how many ticks ago that was (the latest of them where what is asked for
   * stood there more than once); 0 where nothing is asked for, and where it never stood there.
   */
  distance?: Float64Array;
  /** Of streams of documents: that of each of the first ticks. */
  documents?: readonly TextDocument[];
  /** What is asked once they are there. */
  question?: Question;
}
