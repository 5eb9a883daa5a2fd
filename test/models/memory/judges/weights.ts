/** The weights of a network on a backend, as the float64 layers want them. */
import type { Network } from '../../../../src/models/memory/network/network';
import type { Matrix } from '../../../../src/models/memory/network/weights';
import { type Rows, rowsOf } from '../../../../src/models/memory/rows';
import { Random } from '../../../../src/models/random';

export class Copied {
  private readonly values: ReadonlyMap<string, { data: Float64Array; outputs?: number; inputs?: number }>;

  private constructor(values: Copied['values']) {
    this.values = values;
  }

  static async of({ weights }: Network): Promise<Copied> {
    const values = new Map<string, { data: Float64Array; outputs?: number; inputs?: number }>();
    for (const parameter of weights.parameters) {
      const { inputs, outputs } = parameter as Partial<Matrix>;
      const shape = inputs !== undefined && outputs !== undefined ? { inputs, outputs } : {};
      values.set(parameter.name, { data: await weights.read(parameter), ...shape });
    }
    return new Copied(values);
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  /** Numbers as they lie. */
  numbers(name: string): Float64Array {
    const found = this.values.get(name);
    if (!found) throw new Error(`The network has no '${name}'.`);
    return found.data;
  }

  row(name: string): Rows {
    const data = this.numbers(name);
    return rowsOf(1, data.length, data);
  }

  /** x W of the judge: [inputs, outputs], where networks have [outputs, inputs]. */
  matrix(name: string): Rows {
    const { data, inputs = 0, outputs = 0 } = this.values.get(name) ?? { data: this.numbers(name) };
    return rowsOf(
      inputs,
      outputs,
      Float64Array.from(
        { length: data.length },
        (_, i) => data[(i % outputs) * inputs + Math.floor(i / outputs)]
      )
    );
  }
}

/** Moves every number of every weight, so that none is left at a value that hides what it does (biases 0, norms 1). */
export async function shake({ weights }: Network, size = 0.2): Promise<void> {
  for (const parameter of weights.parameters) {
    const random = new Random(11).fork(parameter.name);
    const values = await weights.read(parameter);
    weights.write(
      parameter,
      values.map((value) => value + size * random.normal())
    );
  }
}
