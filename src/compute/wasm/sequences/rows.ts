/** Sums, embeddings, what is remembered, and losses of rows: each call as the fields of its kernel. */
import { checkTokens } from '../../attendingChecks';
import type {
  CombineCall,
  EmbedBackwardCall,
  EmbedCall,
  RememberCall,
  TokenLossCall,
  ValueLossCall
} from '../../sequences';
import type { Engine } from '../engine';

/** What a float costs, as the flops of a product that takes as long. */
const flops = { moved: 2, logit: 60, value: 10 } as const;

export function combine(engine: Engine, call: CombineCall): void {
  const { a, accumulate, b = 0, length, x, y, z } = call;
  const { address, written } = engine;
  const on = engine.threadsFor(flops.moved * length);
  engine.run('combine', on, [length, accumulate ? 1 : 0, address(x), address(z), written(y)], [a, b]);
}

export function embed(engine: Engine, call: EmbedCall): void {
  const { from = 0, parameters, rows, tokens, vocabulary, width, y } = call;
  const { address, written } = engine;
  checkTokens('embed', engine.floats(tokens, rows), rows, vocabulary);
  const on = engine.threadsFor(flops.moved * rows * width);
  const table = address(parameters) + 4 * from;
  engine.run('embed', on, [rows, width, address(tokens), table, written(y)]);
}

export function embedBackward(engine: Engine, call: EmbedBackwardCall): void {
  const { from = 0, gradient, rows, signal, tokens, vocabulary, width } = call;
  if (!gradient) return;
  const { address, written } = engine;
  checkTokens('embedBackward', engine.floats(tokens, rows), rows, vocabulary);
  const on = engine.threadsFor(flops.moved * rows * width);
  const table = written(gradient) + 4 * from;
  engine.run('embedBackward', on, [rows, width, address(tokens), table, address(signal)]);
}

export function remember(engine: Engine, call: RememberCall): void {
  const { batch, cache, capacity, held, ticks, width, x } = call;
  const on = engine.threadsFor(flops.moved * batch * Math.min(capacity, held + ticks) * width);
  const sizes = [batch, ticks, width, capacity, held];
  engine.run('remember', on, [...sizes, engine.address(x), engine.written(cache)]);
}

export function tokenLoss(engine: Engine, call: TokenLossCall): void {
  const { hit, logits, loss, mask, rows, scale, signal, target, vocabulary } = call;
  const { address, written } = engine;
  checkTokens('tokenLoss', engine.floats(target, rows), rows, vocabulary, engine.floats(mask, rows));
  const read = [address(logits), address(target), address(mask)];
  const on = engine.threadsFor(flops.logit * rows * vocabulary);
  const blocks = [...read, written(loss), written(hit), written(signal)];
  engine.run('tokenLoss', on, [rows, vocabulary, ...blocks], [scale]);
}

export function valueLoss(engine: Engine, call: ValueLossCall): void {
  const { loss, mask, rows, scale, signal, target, width, y } = call;
  const { address, written } = engine;
  const on = engine.threadsFor(flops.value * rows * width);
  const blocks = [address(y), address(target), address(mask), written(loss), written(signal)];
  engine.run('valueLoss', on, [rows, width, ...blocks], [scale]);
}
