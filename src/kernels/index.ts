/**
 * The compiled module: one entry that runs an operation on this thread, one that serves them for ever, and
 * how much scratch each needs. Calls are structs in the control block (see barrier.ts), fields in the order
 * of the classes; src/compute/wasm writes them in the same order.
 */
import { JOB, OPERATION, PARAMETERS, barrier, isBroken, advance, share, waitWhile } from './barrier';
import { attend } from './attention';
import { attendBackward } from './attentionBackward';
import { attendStep } from './attentionStep';
import { AttendCall } from './attentionTiles';
import { BackwardCall, backward } from './backward';
import { CodeBackwardCall, CodeCall, code, codeBackward } from './code';
import { DenseBackwardCall, DenseCall, MultiplyCall, dense, denseBackward, multiplyValues } from './dense';
import { BatchNormBackwardCall, BatchNormCall, batchNorm, batchNormBackward } from './batchNorm';
import { ConvolveCall, convolve } from './convolution';
import { ConvolveTicksCall, convolveTicks } from './convolveTicks';
import { CosineJoinCall, cosineJoin } from './cosineJoin';
import { DelayCall, delay } from './delay';
import { ConvolveBackwardCall, convolveBackward } from './convolutionBackward';
import { EligibilityCall } from './eligibility';
import { eligibilityChunk } from './eligibilityChunk';
import { eligibilitySteps } from './eligibilitySteps';
import { FilterBackwardCall, filterBackward } from './filterBackward';
import { ForwardCall, forward } from './forward';
import { GemmCall, GemvCall, gemm, gemv } from './gemm';
import { AnswerLossCall, ImageLossCall, answerLoss, imageLoss } from './losses';
import { excess4, exp4, expm1x4, log4, sigmoid4, tanh4 } from './math';
import { exp4, tanh4 } from './math';
import { MaxPoolCall, maxPool, maxPoolBackward } from './maxPool';
import { MinhashCall, minhash } from './minhash';
import { NormBackwardCall, NormCall, norm, normBackward } from './norm';
import { AdamCall, SgdCall, adam, sgd } from './optimisers';
import { OvqCall, ovq } from './ovq';
import { ovqBackward } from './ovqBackward';
import { PackCall, packPanels, panelCount } from './panels';
import { PushCall, SpreadCall, push, spread } from './push';
import { ReadoutCall, readout } from './readout';
import { RotateCall, rotate } from './rotate';
import { scan } from './scan';
import { scanBackward } from './scanBackward';
import { ScanCall } from './scanSteps';
import { ActivateCall, activate } from './sequenceActivation';
import { TokenLossCall, ValueLossCall, tokenLoss, valueLoss } from './sequenceLosses';
import { CombineCall, EmbedCall, RememberCall, combine, embed, embedBackward, remember } from './sequenceRows';
import { WalkCall, walk } from './walk';

export { attendScratch } from './attention';
export { attendBackwardScratch } from './attentionBackward';
export { attendStepScratch } from './attentionStep';
export { backwardScratch } from './backward';
export { convolveScratch } from './convolution';
export { convolveBackwardScratch } from './convolutionBackward';
export { eligibilityChunkScratch } from './eligibilityChunk';
export { eligibilityStepsScratch } from './eligibilitySteps';
export { forwardScratch } from './forward';
export { answerLossScratch } from './losses';
export { multiplyAdds } from './peak';
export { ovqScratch } from './ovq';
export { productScratch } from './product';
export { readoutScratch } from './readout';
export { rotateScratch } from './rotate';
export { scanScratch } from './scanSteps';
export { largest, smallest, sum, sumOfSquares } from './reductions';

/** First free byte: the module's own constants lie below. */
export function heapBase(): usize {
  return __heap_base;
}

/** Bytes of the control block. */
export function controlBytes(): usize {
  return 1024;
}

/** Where in the control block the fields of a call are written. */
export function parametersOffset(): usize {
  return PARAMETERS;
}

export function packedBytes(columns: i32, k: i32): usize {
  return 32 * <usize>panelCount(columns) * <usize>k;
}

function perform(operation: i32, control: usize, thread: i32, threads: i32): void {
  const call = control + PARAMETERS;
  switch (operation) {
    case 0: {
      pack(changetype<PackCall>(call), thread, threads);
      break;
    }
    case 1: {
      gemm(changetype<GemmCall>(call), thread, threads);
      break;
    }
    case 2: {
      gemv(changetype<GemvCall>(call), thread, threads);
      break;
    }
    case 3: {
      forward(changetype<ForwardCall>(call), control, thread, threads);
      break;
    }
    case 4: {
      readout(changetype<ReadoutCall>(call), thread, threads);
      break;
    }
    case 5: {
      eligibilitySteps(changetype<EligibilityCall>(call), thread, threads);
      break;
    }
    case 6: {
      eligibilityChunk(changetype<EligibilityCall>(call), control, thread, threads);
      break;
    }
    case 7: {
      sgd(changetype<SgdCall>(call), thread, threads);
      break;
    }
    case 8: {
      adam(changetype<AdamCall>(call), thread, threads);
      break;
    }
    case 9: {
      backward(changetype<BackwardCall>(call), control, thread, threads);
      break;
    }
    case 10: {
      filterBackward(changetype<FilterBackwardCall>(call), thread, threads);
      break;
    }
    case 11: {
      walk(changetype<WalkCall>(call));
      break;
    }
    case 12: {
      if (thread == 0) push(changetype<PushCall>(call));
      break;
    }
    case 13: {
      spread(changetype<SpreadCall>(call));
      break;
    }
    case 14: {
      dense(changetype<DenseCall>(call), thread, threads);
      break;
    }
    case 15: {
      denseBackward(changetype<DenseBackwardCall>(call), control, thread, threads);
      break;
    }
    case 16: {
      multiplyValues(changetype<MultiplyCall>(call), thread, threads);
      break;
    }
    case 17: {
      code(changetype<CodeCall>(call), thread, threads);
      break;
    }
    case 18: {
      codeBackward(changetype<CodeBackwardCall>(call), thread, threads);
      break;
    }
    case 19: {
      imageLoss(changetype<ImageLossCall>(call), thread, threads);
      break;
    }
    case 20: {
      answerLoss(changetype<AnswerLossCall>(call), thread, threads);
      break;
    }
    case 21: {
      convolve(changetype<ConvolveCall>(call), thread, threads);
      break;
    }
    case 22: {
      convolveBackward(changetype<ConvolveBackwardCall>(call), control, thread, threads);
      break;
    }
    case 23: {
      maxPool(changetype<MaxPoolCall>(call), thread, threads);
      break;
    }
    case 24: {
      maxPoolBackward(changetype<MaxPoolCall>(call), thread, threads);
      break;
    }
    case 25: {
      batchNorm(changetype<BatchNormCall>(call), thread, threads);
      break;
    }
    case 26: {
      batchNormBackward(changetype<BatchNormBackwardCall>(call), thread, threads);
      break;
    }
    case 27: {
      combine(changetype<CombineCall>(call), thread, threads);
      break;
    }
    case 28: {
      embed(changetype<EmbedCall>(call), thread, threads);
      break;
    }
    case 29: {
      embedBackward(changetype<EmbedCall>(call), thread, threads);
      break;
    }
    case 30: {
      norm(changetype<NormCall>(call), thread, threads);
      break;
    }
    case 31: {
      normBackward(changetype<NormBackwardCall>(call), thread, threads);
      break;
    }
    case 32: {
      rotate(changetype<RotateCall>(call), thread, threads);
      break;
    }
    case 33: {
      activate(changetype<ActivateCall>(call), thread, threads);
      break;
    }
    case 34: {
      remember(changetype<RememberCall>(call), thread, threads);
      break;
    }
    case 35: {
      tokenLoss(changetype<TokenLossCall>(call), thread, threads);
      break;
    }
    case 36: {
      valueLoss(changetype<ValueLossCall>(call), thread, threads);
      break;
    }
    case 37: {
      attend(changetype<AttendCall>(call), thread, threads);
      break;
    }
    case 38: {
      attendBackward(changetype<AttendCall>(call), control, thread, threads);
      break;
    }
    case 39: {
      attendStep(changetype<AttendCall>(call), control, thread, threads);
      break;
    }
    case 47: {
      convolveTicks(changetype<ConvolveTicksCall>(call), thread, threads);
      break;
    }
    case 48: {
      delay(changetype<DelayCall>(call), thread, threads);
      break;
    }
    case 49: {
      scan(changetype<ScanCall>(call), thread, threads);
      break;
    }
    case 50: {
      scanBackward(changetype<ScanCall>(call), control, thread, threads);
      break;
    }
    case 51: {
      ovq(changetype<OvqCall>(call), thread, threads);
      break;
    }
    case 52: {
      ovqBackward(changetype<OvqCall>(call), thread, threads);
      break;
    }
    case 56: {
      if (thread == 0) minhash(changetype<MinhashCall>(call));
      break;
    }
    case 57: {
      cosineJoin(changetype<CosineJoinCall>(call), thread, threads);
      break;
    }
    default:
      unreachable();
  }
}

function pack(call: PackCall, thread: i32, threads: i32): void {
  const panels = panelCount(call.columns);
  const first = share(panels, 1, thread, threads);
  const last = share(panels, 1, thread + 1, threads);
  packPanels(call.source, call.kStride, call.columnStride, call.k, call.columns, call.panels, first, last);
}

/** Runs the call in the control block on `threads` threads, this one among them; false if one of them died. */
export function run(operation: i32, control: usize, threads: i32): bool {
  if (threads > 1) {
    store<i32>(control, operation, OPERATION);
    advance(control, control + JOB);
  }
  perform(operation, control, 0, threads);
  barrier(control, threads);
  return threads == 1 || !isBroken(control);
}

/** The life of a helper thread: `served` is the number of calls it has seen. Returns when the backend is broken. */
export function serve(control: usize, thread: i32, threads: i32, served: i32): void {
  while (!isBroken(control)) {
    waitWhile(control, control + JOB, served, Infinity);
    served = atomic.load<i32>(control + JOB);
    perform(load<i32>(control, OPERATION), control, thread, threads);
    barrier(control, threads);
  }
}

/** For the tests: applies exp (0), tanh (1), log (2), sigmoid (3), exp - 1 (4) or exp - 1 - x (5) to `length` floats in place, `length` a multiple of 4. */
export function apply(which: i32, data: usize, length: i32): void {
  for (let i = 0; i < length; i += 4, data += 16) v128.store(data, applied(which, v128.load(data)));
}

function applied(which: i32, x: v128): v128 {
  if (which == 0) return exp4(x);
  if (which == 1) return tanh4(x);
  if (which == 2) return log4(x);
  if (which == 3) return sigmoid4(x);
  return which == 4 ? expm1x4(x) : excess4(x);
}
