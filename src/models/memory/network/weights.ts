/**
 * The parameters of a network: planned first, so that their number is known before anything is allocated, then held in blocks: the
 * matrices, which weight decay shrinks; the rest (norms, biases, decay rates), which it leaves alone; and what follows averages.
 */
import type { Block, Compute } from '../../../compute/compute';
import type { SequenceParameters } from '../../../compute/sequences';
import type { ModelSnapshot } from '../../model';
import type { Random } from '../../random';
import { arrayIn, numberIn } from '../../training/snapshots';
import { type FollowedCodebook, moveCodebook } from './followed';

export type Initial = (values: Float64Array, random: Random) => void;

/** `followed`: moved by averages and no gradient; in the gradient's place stands what they have seen. */
export type ParameterKind = 'decayed' | 'kept' | 'followed';

export interface Parameter {
  name: string;
  length: number;
  initial: Initial;
  kind: ParameterKind;
  /** Of the first, in the block of its kind. */
  from: number;
}

/** y = W x with W [outputs, inputs]. */
export interface Matrix extends Parameter {
  outputs: number;
  inputs: number;
}

export type CodebookParameter = Parameter & FollowedCodebook;

export const normal =
  (deviation: number): Initial =>
  (values, random) => {
    random.quickNormals(values);
    for (let i = 0; i < values.length; i++) values[i] *= deviation;
  };
export const constant =
  (value: number): Initial =>
  (values) => {
    values.fill(value);
  };

/** Names parameters one after another; equal names in two plans begin with equal numbers, if they are as many. */
export class WeightPlan {
  readonly parameters: Parameter[] = [];
  private readonly lengths = { decayed: 0, kept: 0, followed: 0 };

  get floats(): number {
    return this.lengths.decayed + this.lengths.kept + this.lengths.followed;
  }

  lengthOf(kind: ParameterKind): number {
    return this.lengths[kind];
  }

  /** Of unit scale: normal with deviation gain / sqrt(inputs). */
  matrix(name: string, outputs: number, inputs: number, gain = 1): Matrix {
    const initial = normal(gain / Math.sqrt(inputs));
    return this.add({ name, length: outputs * inputs, initial, kind: 'decayed' as const, outputs, inputs });
  }

  other(name: string, length: number, initial: Initial): Parameter {
    return this.add({ name, length, initial, kind: 'kept' as const });
  }

  /** `rows` codes of `columns` numbers, which begin as `initial` has them, then how many keys each stands for. */
  codebook(name: string, rows: number, columns: number, rate: number, initial: Initial): CodebookParameter {
    const counted: Initial = (values, random) => {
      initial(values.subarray(0, rows * columns), random);
      values.fill(1, rows * columns);
    };
    const length = rows * (columns + 1);
    return this.add({ name, length, initial: counted, kind: 'followed' as const, columns, rate });
  }

  private add<Planned extends Omit<Parameter, 'from'>>(planned: Planned): Planned & Parameter {
    const parameter = { ...planned, from: this.lengths[planned.kind] };
    this.lengths[planned.kind] += parameter.length;
    this.parameters.push(parameter);
    return parameter;
  }
}

/** What one update does. */
export interface Update {
  rate: number;
  /** Share of a weight that is lost at rate 1 (Loshchilov & Hutter 2019). */
  weightDecay: number;
  /** The longest gradient that is followed whole; 0: any. */
  clip: number;
}

const adam = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8 };

interface Group {
  weights: Block;
  gradient: Block;
  first: Block;
  second: Block;
  /** The gradient, made shorter. */
  clipped: Block;
}

export class Weights {
  /** Updates made. */
  step = 0;
  /** Of the gradient of the last update, before it was clipped. */
  gradientNorm = 0;
  private readonly compute: Compute;
  private readonly groups: Readonly<Record<'decayed' | 'kept', Group>>;
  private readonly followed: Pick<Group, 'weights' | 'gradient'>;
  private readonly plan: WeightPlan;

  /** Without a generator weights are 0: to count them only. */
  constructor(compute: Compute, plan: WeightPlan, random: Random | undefined) {
    this.compute = compute;
    this.plan = plan;
    const blockOf = (label: string, kind: ParameterKind): Block =>
      compute.alloc(plan.lengthOf(kind), `${label} (${kind})`);
    const group = (kind: 'decayed' | 'kept'): Group => {
      const block = (label: string): Block => blockOf(label, kind);
      return {
        weights: block('weights'),
        gradient: block('gradient'),
        first: block('first moment'),
        second: block('second moment'),
        clipped: block('clipped gradient')
      };
    };
    this.groups = { decayed: group('decayed'), kept: group('kept') };
    this.followed = { weights: blockOf('codes', 'followed'), gradient: blockOf('keys met', 'followed') };
    if (!random) return;
    for (const parameter of plan.parameters) {
      const values = new Float64Array(parameter.length);
      parameter.initial(values, random.fork(parameter.name));
      this.write(parameter, values);
    }
  }

  /** Floats of weights, gradients and moments. */
  get floats(): number {
    return 5 * this.plan.floats - 3 * this.plan.lengthOf('followed');
  }

  /** As calls of a backend want it; with a gradient where one is wanted. */
  at(
    parameter: Parameter,
    learning: boolean
  ): Required<Pick<SequenceParameters, 'parameters' | 'from'>> & Pick<SequenceParameters, 'gradient'> {
    const { gradient, weights } = this.groupOf(parameter);
    return { parameters: weights, from: parameter.from, ...(learning && { gradient }) };
  }

  get parameters(): readonly Parameter[] {
    return this.plan.parameters;
  }

  find(name: string): Parameter {
    const found = this.plan.parameters.find((parameter) => parameter.name === name);
    if (!found) throw new Error(`There is no parameter '${name}'.`);
    return found;
  }

  write(parameter: Parameter, values: ArrayLike<number>): void {
    this.compute.write(this.groupOf(parameter).weights, values, parameter.from);
  }

  async read(parameter: Parameter): Promise<Float64Array> {
    const { weights } = this.groupOf(parameter);
    return Float64Array.from(await this.compute.read(weights, parameter.from, parameter.length));
  }

  async readGradient(parameter: Parameter): Promise<Float64Array> {
    const { gradient } = this.groupOf(parameter);
    return Float64Array.from(await this.compute.read(gradient, parameter.from, parameter.length));
  }

  forgetGradient(): void {
    for (const { gradient } of [...this.both, this.followed]) this.compute.fill(gradient, 0);
  }

  /** One step of Adam down the gradient, which is then 0. */
  async move({ clip, rate, weightDecay }: Update): Promise<void> {
    const { compute, groups } = this;
    let squares = 0;
    for (const { gradient } of this.both) squares += await compute.reduce('sumOfSquares', gradient);
    this.gradientNorm = Math.sqrt(squares);
    this.step++;
    const tooLong = clip > 0 && this.gradientNorm > clip;
    for (const group of this.both) {
      const { clipped, gradient, weights } = group;
      if (weights.length === 0) continue;
      if (tooLong)
        await compute.sequences!.combine({
          length: gradient.length,
          x: gradient,
          a: clip / this.gradientNorm,
          y: clipped
        });
      await compute.adam({
        weights,
        gradient: tooLong ? clipped : gradient,
        firstMoment: group.first,
        secondMoment: group.second,
        rate,
        weightDecay: group === groups.decayed ? rate * weightDecay : 0,
        step: this.step,
        ...adam
      });
    }
    for (const parameter of this.plan.parameters)
      if (parameter.kind === 'followed') {
        const codebook = parameter as CodebookParameter;
        this.write(
          codebook,
          moveCodebook(codebook, await this.read(codebook), await this.readGradient(codebook))
        );
      }
    this.forgetGradient();
  }

  /** `open`: within a chunk whose gradient waits. */
  async snapshot({ arrays, numbers }: ModelSnapshot, name: string, open: boolean): Promise<void> {
    numbers[`${name}.updates`] = this.step;
    numbers[`${name}.norm`] = this.gradientNorm;
    for (const [key, block] of this.blocks(open))
      arrays[`${name}.${key}`] = Float64Array.from(await this.compute.read(block));
  }

  restore({ arrays, numbers }: ModelSnapshot, name: string, open: boolean): void {
    this.step = numberIn(numbers, `${name}.updates`);
    this.gradientNorm = numberIn(numbers, `${name}.norm`);
    this.forgetGradient();
    for (const [key, block] of this.blocks(open))
      this.compute.write(block, arrayIn(arrays, `${name}.${key}`, block.length));
  }

  dispose(): void {
    for (const group of [...this.both, this.followed])
      for (const block of Object.values(group)) this.compute.free(block);
  }

  private blocks(open: boolean): [string, Block][] {
    const { followed } = this;
    return [...this.moved(open), ...(followed.weights.length > 0 ? this.averaged(open) : [])];
  }

  private averaged(open: boolean): [string, Block][] {
    const { gradient, weights } = this.followed;
    return [['codes', weights], ...(open ? [['keys met', gradient] as [string, Block]] : [])];
  }

  private moved(open: boolean): [string, Block][] {
    return Object.entries(this.groups).flatMap(([kind, { first, gradient, second, weights }]) => [
      [`${kind}.weights`, weights] as [string, Block],
      [`${kind}.first`, first] as [string, Block],
      [`${kind}.second`, second] as [string, Block],
      ...(open ? [[`${kind}.gradient`, gradient] as [string, Block]] : [])
    ]);
  }

  private get both(): readonly Group[] {
    return [this.groups.decayed, this.groups.kept];
  }

  private groupOf({ kind }: Parameter): Pick<Group, 'weights' | 'gradient'> {
    return kind === 'followed' ? this.followed : this.groups[kind];
  }
}
