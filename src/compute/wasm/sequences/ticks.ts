/** Convolutions over ticks and delays: each call as the fields of its kernel. */
import type { ConvolveTicksBackwardCall, ConvolveTicksCall, DelayCall } from '../../sequences';
import type { Engine } from '../engine';

export function convolveTicks(engine: Engine, call: ConvolveTicksCall): void {
  const { address, written } = engine;
  run(engine, call, 1, [address(call.x), written(call.y)], [0, 0, 0]);
}

export function convolveTicksBackward(engine: Engine, call: ConvolveTicksBackwardCall): void {
  const { from = 0, gradient, inputSignal, signal, x, y } = call;
  const { address, written } = engine;
  run(
    engine,
    call,
    2,
    [address(x), address(y)],
    [address(signal), gradient ? written(gradient) + 4 * from : 0, written(inputSignal)]
  );
}

function run(
  engine: Engine,
  { batch, from = 0, groups, groupWidth, held, parameters, past, taps, ticks }: ConvolveTicksCall,
  passes: number,
  rows: number[],
  adjoint: number[]
): void {
  const { address, kernels } = engine;
  const on = engine.threadsFor(passes * 2 * batch * ticks * taps * groups * groupWidth * groupWidth);
  const space = groupWidth > 1 ? engine.scratch(kernels.productScratch(on)) : 0;
  const sizes = [batch, ticks, groups, groupWidth, taps, held];
  const own = [address(parameters) + 4 * from, address(past)];
  engine.run('convolveTicks', on, [...sizes, ...own, ...rows, space, ...adjoint]);
}

export function delay(engine: Engine, call: DelayCall): void {
  const { backwards, batch, held, past, ticks, width, x, y } = call;
  const { address, written } = engine;
  const on = engine.threadsFor(batch * ticks * width);
  const sizes = [batch, ticks, width, held, backwards ? 1 : 0];
  engine.run('delay', on, [...sizes, address(past), address(x), written(y)]);
}
