/** Every case of every operation: the lists that say whether a backend computes what the reference does. */
import type { Compute } from '../compute';
import type { ComputeCase } from './computeCase';
import { backwardCases } from './backward';
import { batchNormCases } from './batchNorm';
import { codeAndLossCases } from './codeAndLosses';
import { convolutionCases } from './convolution';
import { denseLayerCases } from './denseLayers';
import { eligibilityCases } from './eligibility';
import { forwardCases } from './forward';
import { linearCases } from './linear';
import { optimiserCases } from './optimisers';
import { poolingCases } from './pooling';
import { readingCases } from './readings';
import { readoutCases } from './readout';
import { attentionCases } from './sequences/attention';
import { sequenceColumnCases } from './sequences/columns';
import { ovqCases } from './sequences/ovq';
import { sequenceRowCases } from './sequences/rows';
import { scanCases } from './sequences/scan';
import { tickCases } from './sequences/ticks';

/** Of layers over sequences, which not every backend has. */
export const sequenceCases: readonly ComputeCase[] = [
  ...sequenceRowCases,
  ...sequenceColumnCases,
  ...attentionCases,
  ...tickCases,
  ...scanCases,
  ...ovqCases
];

export const cases: readonly ComputeCase[] = [
  ...readingCases,
  ...linearCases,
  ...forwardCases,
  ...readoutCases,
  ...eligibilityCases,
  ...backwardCases,
  ...optimiserCases,
  ...denseLayerCases,
  ...codeAndLossCases,
  ...convolutionCases,
  ...poolingCases,
  ...batchNormCases
];

/** What a backend has to do. */
export const casesOf = ({ sequences }: Compute): readonly ComputeCase[] =>
  sequences ? [...cases, ...sequenceCases] : cases;

/** Largest error a backend of float32 may make in any case. */
export const tolerances = { wasm: 2e-6, gpu: 1e-4 } as const;
