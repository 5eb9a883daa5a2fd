/**
 * What can be seen of networks that learn one stream of sequences, by name. C networks: the one the settings describe, then those
 * beside it. The watched network, layer and head are those the settings look at. NaN where there is nothing to say.
 */
export const memoryProbes = {
  // Every tick, of the first sequence.
  /** [C] bits the token that was asked for was unexpected by; NaN where none was asked for, and of vectors. */
  surprise: 'surprise',
  /** [C] loss: nats of the token asked for, or half the squared error. */
  tickLoss: 'tickLoss',
  /** [C] 1 where the token asked for was thought likeliest, else 0. */
  hit: 'hit',
  /** [C] bytes that each network keeps of one sequence after this tick, four a number. */
  keptBytes: 'keptBytes',
  /** [ticks] row of the dictionary looked at that each of the last ticks was written to; -1 while it waits. */
  written: 'written',
  // Every trial.
  /** [C] mean loss where something was asked, over the batch. */
  networkLoss: 'networkLoss',
  /** [C] share of what was asked that was answered rightly, over the batch. */
  networkAccuracy: 'networkAccuracy',
  /** [C, bins] the same by how many ticks ago the answer stood, in octaves. */
  distanceAccuracy: 'distanceAccuracy',
  /** [C] length of the gradient of the last update. */
  networkGradient: 'networkGradient',
  /** [C] bytes kept of one sequence at the trial's end. */
  stateBytes: 'stateBytes',
  /** [C] on held-out trials, once in so many trials: loss and share right, and the share by distance and by length [C, bins]. */
  examinedLoss: 'examinedLoss',
  examinedAccuracy: 'examinedAccuracy',
  examinedDistance: 'examinedDistance',
  examinedLength: 'examinedLength',
  /** [C] bytes kept of one sequence at the end of the longest held-out trial. */
  examinedBytes: 'examinedBytes',
  /** [tokens] that the first network goes on with from the first sequence. */
  generated: 'generated',
  // Images.
  /** [Q, Q] how much each of the last ticks reads of each, of a layer of attention. */
  attentionMap: 'attentionMap',
  /** [Q, rows] how much each of the last ticks reads of each row of a dictionary, by the network as it is now. */
  rowReads: 'rowReads',
  /** [rows, 1] tokens each row stands for; [rows, d] what it stands for. */
  rowCounts: 'rowCounts',
  rowKeys: 'rowKeys',
  /** [P, N] state of a head of linear attention or a state-space layer. */
  stateMap: 'stateMap'
} as const;

/** Bins of distance, and of length: 1, 2-3, 4-7, ... ticks; the last holds all beyond. */
export const distanceBins = 17;

/** Of a distance or length in ticks, from 1. */
export const binOf = (distance: number): number =>
  Math.min(distanceBins - 1, Math.max(0, 31 - Math.clz32(Math.max(1, Math.floor(distance)))));

/** Ticks in the maps. */
export const mapTicks = 128;
