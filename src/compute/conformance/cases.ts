/** Every case of every operation: the one list that says whether a backend computes what the reference does. */
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

/** Largest error a backend of float32 may make in any case. */
export const tolerances = { wasm: 2e-6, gpu: 1e-4 } as const;
