/** The shape of a stream of documents: one in a tick. */
import type { StreamShape, TextDocument, Trial } from '../../../models/stream';

export function documentShape(steps: number, sources: readonly string[]): StreamShape {
  return {
    inputs: 1,
    outputs: 1,
    steps,
    dtMs: 1,
    loss: 'regression',
    inputKind: 'documents',
    documents: { sources },
    inputGroups: [{ label: 'document', from: 0, to: 1 }],
    phases: [],
    outputLabels: ['nothing']
  };
}

/** A trial of documents; nothing is asked for in numbers. */
export function documentTrial(index: number, steps: number, documents: readonly TextDocument[]): Trial {
  return {
    index,
    x: new Float64Array(steps),
    target: new Float64Array(steps),
    mask: new Float64Array(steps),
    documents
  };
}
